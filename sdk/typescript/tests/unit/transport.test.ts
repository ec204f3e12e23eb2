/** HTTP to the collector. */
import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Transport } from "../../src/transport.js";

interface Asked {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly socket: Socket;
  readonly url: string | undefined;
}

/** Runs a test beside a server that answers so. */
async function beside(
  answer: (response: http.ServerResponse, asked: Asked) => void,
  body: (
    post: (text: string, timeout?: number) => ReturnType<Transport["post"]>,
    asked: Asked[],
  ) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { headers, socket, url } = request;
    const one = { headers, body: Buffer.concat(chunks), socket, url };
    asked.push(one);
    answer(response, one);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const transport = new Transport();
  const destination = { collectorUrl: `http://127.0.0.1:${port}/base`, apiKey: "llmo_sk_x" };
  // Sockets of ours keep no process alive, and so no test.
  const alive = setInterval(() => {}, 1_000);
  try {
    await body((text, timeout = 2_000) => transport.post(destination, text, timeout), asked);
  } finally {
    clearInterval(alive);
    transport.close();
    server.closeAllConnections();
    server.close();
  }
}

test("the request", () =>
  beside(
    (response) => response.writeHead(201, { "retry-after": "7" }).end("{}"),
    async (post, asked) => {
      assert.deepEqual(await post("[]"), { status: 201, body: "{}", retryAfter: "7" });
      assert.equal(asked[0]?.url, "/base/events");
      assert.equal(asked[0]?.headers.authorization, "Bearer llmo_sk_x");
      assert.equal(asked[0]?.headers["content-encoding"], undefined);
      await post(`[${"1,".repeat(2_000)}1]`);
      assert.equal(asked[1]?.headers["content-encoding"], "gzip");
      assert.equal(gunzipSync(asked[1]?.body ?? Buffer.of()).length, 4_003);
      assert.equal(asked[0]?.socket, asked[1]?.socket, "one connection for many");
    },
  ));

test("a kept connection that the server closed is opened again", () =>
  beside(
    (response) => response.end("{}"),
    async (post, asked) => {
      await post("[]");
      // As a server does that restarts: its end is on the way when the next request is.
      asked[0]?.socket.destroy();
      assert.equal((await post("[]")).status, 200);
    },
  ));

test("little is read of an answer, and redirects are not followed", () =>
  beside(
    (response, { url }) => {
      if (url === "/base/events")
        response.writeHead(307, { location: "/elsewhere" }).end("x".repeat(1 << 20));
    },
    async (post, asked) => {
      const { status, body } = await post("[]");
      assert.equal(status, 307);
      assert.equal(body.length, 64 << 10);
      assert.equal(asked.length, 1);
    },
  ));

test("silence ends by the timeout", () =>
  beside(
    () => {},
    async (post) => {
      const began = performance.now();
      await assert.rejects(post("[]", 100));
      assert.ok(performance.now() - began < 1_500);
    },
  ));

test("a change of protocols is no answer", () =>
  beside(
    (_response, { socket }) =>
      void socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    async (post) => {
      await assert.rejects(post("[]"));
    },
  ));

test("garbage and nobody are no answers", async () => {
  await beside(
    (_response, { socket }) => void socket.end("\x16\x03\x01 no HTTP\r\n\r\n"),
    async (post) => {
      await assert.rejects(post("[]"));
    },
  );
  const transport = new Transport();
  const alive = setInterval(() => {}, 1_000);
  await assert.rejects(transport.post({ collectorUrl: "http://127.0.0.1:9", apiKey: undefined }, "[]", 500));
  clearInterval(alive);
});
