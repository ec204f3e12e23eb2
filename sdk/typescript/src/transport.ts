/**
 * HTTP to the collector: kept connections, gzip, no redirects, little read of what comes back. Nothing of it keeps the
 * process alive.
 *
 * Loopback addresses and all others are reached directly: as for Node.js itself, the environment's proxies do not count.
 */
import * as http from "node:http";
import * as https from "node:https";
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
    "http:": new http.Agent({ keepAlive: true, maxSockets: 8 }),
    "https:": new https.Agent({ keepAlive: true, maxSockets: 8 }),
  };

  /** Posts a JSON array of events. Rejects when there is no answer within `timeout` milliseconds of silence. */
  async post(destination: Destination, body: string, timeout: number): Promise<Answer> {
    const url = new URL(`${destination.collectorUrl}/events`);
    const headers: http.OutgoingHttpHeaders = {
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
    try {
      return await this.exchange(url, headers, bytes, timeout);
    } catch (error) {
      // A server may close an idle connection at any time; ids make a repeat harmless.
      if (!(error instanceof Stale)) throw error;
      return await this.exchange(url, headers, bytes, timeout);
    }
  }

  private exchange(
    url: URL,
    headers: http.OutgoingHttpHeaders,
    body: Buffer,
    timeout: number,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const isPlain = url.protocol === "http:";
      const request = (isPlain ? http : https).request(url, {
        method: "POST",
        headers,
        timeout,
        agent: isPlain ? this.agents["http:"] : this.agents["https:"],
      });
      const connecting = setTimeout(() => request.destroy(new Error("no connection")), CONNECT_TIMEOUT).unref();
      request.on("socket", (socket) => {
        socket.unref();
        if (!socket.connecting) clearTimeout(connecting);
        else socket.once("connect", () => clearTimeout(connecting));
      });
      request.on("timeout", () => request.destroy(new Error("timeout")));
      request.on("error", (error) => {
        clearTimeout(connecting);
        reject(request.reusedSocket && isReset(error) ? new Stale() : error);
      });
      request.on("response", (response) => {
        read(response).then((text) => {
          const retryAfter = response.headers["retry-after"];
          resolve({ status: response.statusCode ?? 0, body: text, retryAfter });
        }, reject);
      });
      request.end(body);
    });
  }

  /** Lets the connections go. */
  close(): void {
    this.agents["http:"].destroy();
    this.agents["https:"].destroy();
  }
}

/** A kept connection was no longer one. */
class Stale extends Error {}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === "ECONNRESET" || error.code === "EPIPE";
}

function compressed(bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gzip(bytes, { level: 5 }, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** The beginning of an answer. */
function read(response: http.IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = () => resolve(Buffer.concat(chunks).subarray(0, MAX_ANSWER).toString());
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < MAX_ANSWER) return;
      done();
      // What is left unread makes a connection useless for the next request.
      response.destroy();
    });
    response.on("end", done);
    response.on("error", reject);
    response.on("aborted", () => reject(new Error("aborted")));
  });
}
