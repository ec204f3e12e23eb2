/** What the unit tests share: an SDK whose deliveries end in a list. */
import { readFileSync } from "node:fs";
import { observe } from "../../src/api.js";
import type { Destination, ObserveOptions } from "../../src/config.js";
import { EMPTY, within } from "../../src/context.js";
import { forget, setLogger } from "../../src/log.js";
import { Outbox } from "../../src/queue.js";
import { runtime } from "../../src/runtime.js";
import { Sender } from "../../src/sender.js";
import type { Answer } from "../../src/verdict.js";
import type { Exact } from "./exact.js";

/** Nobody listens there. */
export const URL_OF_NOBODY = "http://127.0.0.1:9";

/** What a collector says that stored a batch. */
export function receipt(created: number, rejected: unknown[] = []): Answer {
  return { status: 201, body: JSON.stringify({ status: "success", created, rejected }) };
}

/** Stands for the network: takes what is posted, and answers as it is told. */
export class Posts {
  readonly batches: { destination: Destination; events: Exact[] }[] = [];
  readonly logged: string[] = [];

  constructor(readonly answers: (Answer | Error)[] = []) {}

  readonly post = async (destination: Destination, body: string): Promise<Answer> => {
    const events = JSON.parse(body) as Exact[];
    this.batches.push({ destination, events });
    const answer = this.answers.shift() ?? receipt(events.length);
    if (answer instanceof Error) throw answer;
    return answer;
  };

  /** All events, sections included. */
  get events(): Exact[] {
    return this.batches.flatMap((batch) => batch.events);
  }

  /** Events of provider calls. */
  get calls(): Exact[] {
    return this.events.filter((event) => event.provider !== "internal");
  }

  /** The only call. */
  get call(): Exact {
    const [one, ...others] = this.calls;
    if (one === undefined || others.length > 0) throw new Error(`${this.calls.length} calls`);
    return one;
  }
}

/** Runs a test with an SDK that has just begun, and delivers at its end. */
export async function observing(
  options: ObserveOptions,
  body: (posts: Posts) => unknown,
  posts = new Posts(),
): Promise<Posts> {
  for (const name of Object.keys(process.env)) if (name.startsWith("LLMOBSERVE_")) delete process.env[name];
  const before = runtime.sender;
  runtime.settings = undefined;
  runtime.sender = new Sender(new Outbox(), posts.post);
  forget();
  try {
    await within(EMPTY, async () => {
      const logger = (message: string) => void posts.logged.push(message);
      observe({ collectorUrl: URL_OF_NOBODY, flushIntervalMs: 60_000, logger, ...options });
      await body(posts);
    });
    await runtime.flush(1_000);
  } finally {
    runtime.sender.stop();
    runtime.settings = undefined;
    runtime.sender = before;
    setLogger(null);
  }
  return posts;
}

/** A file of `sdk/wire`. */
export function wire(name: string): Exact {
  return JSON.parse(readFileSync(new URL(`../../../../wire/${name}`, import.meta.url), "utf8")) as Exact;
}
