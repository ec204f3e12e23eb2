/**
 * HTTP to the collector: kept connections, gzip, no redirects, little read of what comes back. Nothing of it keeps the
 * process alive.
 *
 * Loopback addresses and all others are reached directly: as for Node.js itself, the environment's proxies do not count.
 */
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { gzip } from "node:zlib";
import type { Destination } from "./config.js";
import type { Answer } from "./verdict.js";
import { VERSION } from "./version.js";

/** Bytes that are read of an answer. */
const MAX_ANSWER = 64 << 10;

// Bytes. A smaller body gains nothing.
const COMPRESS_FROM = 1_024;

/**
 * Milliseconds within which there has to be a connection. A connection that is being made keeps a process alive,
 * whatever is said of its socket.
 */
const CONNECT_TIMEOUT = 3_000;

const USER_AGENT = `llmobserve-typescript/${VERSION} (Node.js ${process.versions.node})`;

/** Posts batches. */
export class Transport {
  private readonly agents = {
    "http:": new HttpAgent({ keepAlive: true, maxSockets: 8 }),
    "https:": new HttpsAgent({ keepAlive: true, maxSockets: 8 }),
  };

  /** Posts a JSON array of events. Rejects when there is no answer within `timeout` milliseconds of silence. */
  async post(destination: Destination, body: string, timeout: number): Promise<Answer> {
    const url = new URL(`${destination.collectorUrl}/events`);
    const headers: OutgoingHttpHeaders = {
      "content-type": "application/json",
      accept: "application/json",
      "user-agent": USER_AGENT,
    };
    if (destination.apiKey) headers.authorization = `Bearer ${destination.apiKey}`;
    let bytes: Buffer = Buffer.from(body);
    if (bytes.length >= COMPRESS_FROM) {
      bytes = await compressed(bytes);
      headers["content-encoding"] = "gzip";
    }
    headers["content-length"] = bytes.length;
    const attempt: Attempt = {};
    try {
      return await this.exchange(url, headers, bytes, timeout, attempt);
    } catch (error) {
      // A server may close an idle connection at any time; ids make a repeat harmless.
      if (!attempt.request?.reusedSocket || !isReset(error)) throw error;
      return await this.exchange(url, headers, bytes, timeout, {});
    }
  }

  private exchange(
    url: URL,
    headers: OutgoingHttpHeaders,
    body: Buffer,
    timeout: number,
    attempt: Attempt,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const isPlain = url.protocol === "http:";
      const request = (isPlain ? httpRequest : httpsRequest)(url, {
        method: "POST",
        headers,
        timeout,
        agent: isPlain ? this.agents["http:"] : this.agents["https:"],
      });
      attempt.request = request;
      // First of all: an error that nobody listens for would be the process's end.
      request.on("error", reject);
      const settling = <A extends unknown[]>(react: (...args: A) => void) => caught(reject, react);
      const giveUp = settling(() => request.destroy(new Error("no connection")));
      const connecting = setTimeout(giveUp, CONNECT_TIMEOUT).unref();
      const connected = settling(() => clearTimeout(connecting));
      let isAnswered = false;
      request.on(
        "close",
        settling(() => {
          connected();
          // Neither an answer nor an error: the other side changed to a protocol that nobody asked for.
          if (!isAnswered) reject(new Error("no answer"));
        }),
      );
      request.on(
        "socket",
        settling((socket) => {
          socket.unref();
          if (socket.connecting) socket.once("connect", connected);
          else connected();
        }),
      );
      request.on(
        "timeout",
        settling(() => request.destroy(new Error("timeout"))),
      );
      request.on(
        "response",
        settling((response) => {
          isAnswered = true;
          const { statusCode: status = 0, headers } = response;
          read(response, (body) => resolve({ status, body, retryAfter: headers["retry-after"] }), reject);
        }),
      );
      request.end(body);
    });
  }

  /** Lets the connections go. */
  close(): void {
    this.agents["http:"].destroy();
    this.agents["https:"].destroy();
  }
}

/** What becomes of an attempt. */
interface Attempt {
  request?: ClientRequest;
}

function isReset(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE"].includes(String((error as NodeJS.ErrnoException | undefined)?.code));
}

function compressed(bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const done = caught(reject, (error: Error | null, result: Buffer) =>
      error ? reject(error) : resolve(result),
    );
    gzip(bytes, { level: 5 }, done);
  });
}

/** The beginning of an answer. */
function read(
  response: IncomingMessage,
  resolve: (text: string) => void,
  reject: (error: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const done = caught(reject, () => resolve(Buffer.concat(chunks).subarray(0, MAX_ANSWER).toString()));
  response.on(
    "data",
    caught(reject, (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < MAX_ANSWER) return;
      done();
      // What is left unread makes a connection useless for the next request.
      response.destroy();
    }),
  );
  response.on("end", done);
  response.on("error", reject);
  response.on(
    "aborted",
    caught(reject, () => reject(new Error("aborted"))),
  );
}

/** A reaction to something that happens by itself: what it throws would be the process's end. */
function caught<A extends unknown[]>(
  reject: (error: unknown) => void,
  react: (...args: A) => void,
): (...args: A) => void {
  return function reaction(...args) {
    try {
      react(...args);
    } catch (error) {
      reject(error);
    }
  };
}
