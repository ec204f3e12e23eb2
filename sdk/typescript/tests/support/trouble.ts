/**
 * A collector's front that misbehaves as it is told, and otherwise passes everything on. In a process of its own, so
 * that what it does is not measured with the application.
 *
 *     trouble.js COLLECTOR_PORT
 *
 * Modes: pass, 500, 503, hang, garbage, 101, page, 413, and refuse, in which nobody listens.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import * as http from "node:http";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

// Events of one request, in the mode 413.
const LARGEST = 7;

/** The front, as a test has it. */
export class Front {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(collectorUrl: string): Promise<Front> {
    const child = fork(fileURLToPath(import.meta.url), [new URL(collectorUrl).port]);
    const [port] = (await once(child, "message")) as [number];
    return new Front(child, `http://127.0.0.1:${port}`);
  }

  /** Changes its manners. */
  async become(mode: string): Promise<void> {
    this.child.send(mode);
    await once(this.child, "message");
  }

  close(): void {
    this.child.kill();
  }
}

function serve(collectorPort: string): void {
  let mode = "pass";
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { socket } = request;
    if (mode === "refuse") return socket.destroy();
    if (mode === "hang") return undefined;
    if (mode === "garbage") return socket.end("\x16\x03\x01 this is no HTTP\r\n\r\n");
    if (mode === "101")
      return socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n");
    if (mode === "page") return response.end("<html>Log in</html>");
    if (mode === "500" || mode === "503") {
      return response.writeHead(Number(mode), mode === "503" ? { "retry-after": "1" } : {}).end("{}");
    }
    const plain = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
    if (mode === "413" && JSON.parse(plain.toString()).length > LARGEST) {
      return response.writeHead(413).end("<html>too large</html>");
    }
    return passOn(request, body, response);
  });
  const passOn = (request: http.IncomingMessage, body: Buffer, response: http.ServerResponse) => {
    const { method, headers, url: path } = request;
    const options = {
      port: collectorPort,
      path,
      method,
      headers: { ...headers, host: `127.0.0.1:${collectorPort}` },
    };
    const next = http.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    next.on("error", () => request.socket.destroy());
    return next.end(body);
  };
  let port = 0;
  const listen = () => server.listen(port, "127.0.0.1");
  server.on("listening", () => {
    port = (server.address() as { port: number }).port;
    process.send?.(port);
  });
  process.on("message", (next: string) => {
    const was = mode;
    mode = next;
    // Whoever waits has waited for nothing.
    server.closeAllConnections();
    if (next === "refuse" && was !== "refuse") server.close(() => process.send?.(port));
    else if (was === "refuse" && next !== "refuse") listen();
    else process.send?.(port);
  });
  process.on("disconnect", () => process.exit());
  listen();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(process.argv[2] ?? "");
