/** A real collector on an SQLite file of its own, and what it says. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Exact, exactly } from "./exact.js";

const TIMEOUT = 30_000;

/** This SDK's folder. */
export const SDK = fileURLToPath(new URL("../../../", import.meta.url));

/** A running collector. */
export class Collector {
  url = "";
  private port = "0";
  private readonly folder = mkdtempSync(join(tmpdir(), "llmobserve-ts-"));
  private child: ChildProcess | undefined;

  private constructor(
    private readonly program: string,
    private readonly auth: "open" | "required",
  ) {}

  static async start(program: string, auth: "open" | "required" = "open"): Promise<Collector> {
    const collector = new Collector(program, auth);
    await collector.start();
    return collector;
  }

  /** Starts the program, on the port that it had before if there was one. */
  async start(): Promise<void> {
    const log = openSync(join(this.folder, "log"), "a");
    const command = this.command("serve", "--port", this.port, "--auth", this.auth);
    this.child = spawn(this.program, command, {
      stdio: ["ignore", "pipe", log],
      env: environment(),
      cwd: this.folder,
    });
    this.url = ((await firstAnswer(this.child)) as { url: string }).url;
    this.port = new URL(this.url).port;
  }

  private command(...args: string[]): string[] {
    return [...args, "--json", "--database-url", `sqlite://${this.folder}/ledger.db`];
  }

  /** Another command of the program, beside the server. */
  run(...args: string[]): Exact {
    return exactly(
      execFileSync(this.program, this.command(...args), {
        encoding: "utf8",
        env: environment(),
        cwd: this.folder,
        timeout: TIMEOUT,
      }),
    );
  }

  /** A tenant with a key. */
  key(tenant: string): string {
    this.run("tenants", "create", tenant);
    return String(this.run("keys", "create", "--tenant", tenant).key);
  }

  async get(path: string, params: Record<string, string> = {}, key?: string): Promise<Exact> {
    const query = new URLSearchParams(params).toString();
    const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const answer = await fetch(`${this.url}${path}${query && `?${query}`}`, { headers });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
    return exactly(text);
  }

  costs(params: Record<string, string> = {}, key?: string): Promise<Exact> {
    return this.get("/api/v1/costs", params, key);
  }

  /** The events of a run. */
  async runEvents(runId: string, params: Record<string, string> = {}, key?: string): Promise<Exact[]> {
    const { tree } = await this.get(`/api/v1/runs/${encodeURIComponent(runId)}`, params, key);
    return (tree as { event: Exact }[]).map((node) => node.event);
  }

  /** Fails unless every total is the sum of its events. */
  verify(): void {
    this.run("verify");
  }

  /** What it has logged. */
  log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  async stop(): Promise<void> {
    if (this.child?.exitCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await ended;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** No setting from outside reaches a program under test. */
export function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("LLMOBSERVE_"));
  return { ...Object.fromEntries(kept), ...more };
}

/** The first JSON that a program prints. */
export function firstAnswer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      try {
        resolve(JSON.parse(text));
      } catch {
        // More of it is to come.
      }
    });
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`the program ended: ${text}`)));
  });
}
