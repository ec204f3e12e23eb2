/** Providers' APIs on loopback that know what each call has used. */
import { type ChildProcess, spawn } from "node:child_process";
import * as http from "node:http";
import { Readable } from "node:stream";
import { firstAnswer, SDK } from "./collector.js";
import { type Exact, exactly } from "./exact.js";

/** The fakes of the Python SDK's tests, in a process of their own. */
export class Fakes {
  private constructor(
    private readonly child: ChildProcess,
    private readonly urls: Record<string, string>,
  ) {}

  static async start(): Promise<Fakes> {
    const child = spawn("python3", [`${SDK}tests/integration/fakes.py`], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    return new Fakes(child, (await firstAnswer(child)) as Record<string, string>);
  }

  /** The base URL of a fake. */
  url(name: string): string {
    return this.urls[name] ?? "";
  }

  /** The truths of a fake since the last time. */
  async take(name: string): Promise<Exact[]> {
    const answer = await fetch(`${this.url("truths")}/${name}`);
    return exactly(await answer.text()) as Exact[];
  }

  /** A `fetch` that takes every request to a fake, whatever host it is for: the client, and so the SDK, sees the real address. */
  redirect(name: string): typeof fetch {
    return async (input, init) => {
      const url = new URL(String(input));
      const asked = new Request(input, init);
      const headers = { ...Object.fromEntries(asked.headers), host: url.host };
      const body = Buffer.from(await asked.arrayBuffer());
      const { port } = new URL(this.url(name));
      const options = {
        port,
        path: url.pathname + url.search,
        method: asked.method,
        headers,
        signal: asked.signal,
      };
      return new Promise((resolve, reject) => {
        const request = http.request(options, (answer) => {
          const stream = Readable.toWeb(answer) as unknown as ReadableStream<Uint8Array>;
          const told = Object.entries(answer.headers).map(
            ([key, value]) => [key, String(value)] as [string, string],
          );
          resolve(new Response(stream, { status: answer.statusCode ?? 0, headers: told }));
        });
        request.on("error", reject);
        request.end(body);
      });
    };
  }

  /** A `fetch` by which a stream's events come one by one, each a while after the one before. */
  slowly(name: string): typeof fetch {
    return async (input, init) => {
      const answer = await this.redirect(name)(input, init);
      const events = (await answer.text()).split(/(?<=\n\n)/);
      const body = new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          const next = events.shift();
          if (init?.signal?.aborted) controller.error(new DOMException("aborted", "AbortError"));
          else if (next === undefined) controller.close();
          else controller.enqueue(Buffer.from(next));
        },
      });
      return new Response(body, answer);
    };
  }

  close(): void {
    this.child.kill();
  }
}
