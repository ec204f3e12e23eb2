"""A provider's API on loopback that knows the truth: what each call that it served has used.

A fake draws the disjoint parts of a usage first and builds the provider's figures from them, totals that include parts
among them. So what the SDK has to arrive at is known without asking how.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = Any


@dataclass
class Truth:
    """What a call has used, and what must be known of it."""

    provider: str
    model: str | None
    usage: dict[str, float]
    tier: str | None = None
    response_id: str | None = None
    status: str = "ok"
    is_streaming: bool = False
    is_known: bool = True
    """The provider told the usage."""


@dataclass
class Reply:
    """An HTTP answer. Several parts are sent one by one, chunked."""

    parts: list[bytes]
    content_type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    breaks_after: int | None = None
    """The connection is cut after so many parts."""


def answer(body: Json, **headers: str) -> Reply:
    return Reply([json.dumps(body).encode()], headers=headers)


def events(bodies: Iterable[Json], names: bool = False, done: bool = False) -> Reply:
    """Server-sent events, with their types as names, or with OpenAI's end."""
    parts = []
    for body in bodies:
        name = f"event: {body['type']}\n" if names else ""
        parts.append(f"{name}data: {json.dumps(body)}\n\n".encode())
    if done:
        parts.append(b"data: [DONE]\n\n")
    return Reply(parts, "text/event-stream")


class Numbers:
    """Figures that no two calls share."""

    def __init__(self) -> None:
        self._next = 0

    def __call__(self, around: int) -> int:
        self._next += 1
        return around + self._next


Handler = Callable[["Call"], tuple[Reply, "Truth | None"]]


@dataclass
class Call:
    """A request that a fake has to answer."""

    path: str
    match: re.Match[str]
    body: Json
    raw: bytes
    headers: Any
    numbers: Numbers
    id: str


class Server(ThreadingHTTPServer):
    """Readers that go away are what some styles are about."""

    # Of a queue of five, the default, the system resets what comes beyond it while the threads are busy.
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Fake:
    """A server with routes: patterns of `METHOD path`."""

    def __init__(self, routes: dict[str, Handler]) -> None:
        self.truths: list[Truth] = []
        self.bodies: list[Json] = []
        self._routes = [(re.compile(pattern), handler) for pattern, handler in routes.items()]
        self._numbers = Numbers()
        self._lock = threading.Lock()
        fake = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Without it an answer's body waits for the acknowledgement of its head.
            disable_nagle_algorithm = True

            def log_message(self, *args: Any) -> None:
                pass

            def handle_any(self) -> None:
                fake.serve(self)

            do_GET = do_POST = do_DELETE = do_PATCH = handle_any

        self.server = Server(("127.0.0.1", 0), Door)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, door: BaseHTTPRequestHandler) -> None:
        raw = self._read(door)
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        line = f"{door.command} {door.path}"
        with self._lock:
            for pattern, handler in self._routes:
                match = pattern.search(line)
                if match:
                    call = Call(
                        door.path, match, body, raw, door.headers, self._numbers, f"{self.port}-{self._numbers(0):06}"
                    )
                    reply, truth = handler(call)
                    self.bodies.append(body)
                    if truth is not None:
                        self.truths.append(truth)
                    break
            else:
                reply = Reply([b'{"error":{"message":"no such route"}}'], status=404)
        self._send(door, reply)

    def _read(self, door: BaseHTTPRequestHandler) -> bytes:
        if "chunked" in (door.headers.get("transfer-encoding") or ""):
            raw = b""
            while size := int(door.rfile.readline(), 16):
                raw += door.rfile.read(size)
                door.rfile.readline()
            door.rfile.readline()
            return raw
        return door.rfile.read(int(door.headers.get("content-length") or 0))

    def _send(self, door: BaseHTTPRequestHandler, reply: Reply) -> None:
        door.send_response(reply.status)
        door.send_header("content-type", reply.content_type)
        for name, value in reply.headers.items():
            door.send_header(name.replace("_", "-"), value)
        if len(reply.parts) == 1 and reply.breaks_after is None:
            door.send_header("content-length", str(len(reply.parts[0])))
            door.end_headers()
            door.wfile.write(reply.parts[0])
            return
        door.send_header("transfer-encoding", "chunked")
        door.end_headers()
        try:
            for number, part in enumerate(reply.parts):
                if number == reply.breaks_after:
                    door.close_connection = True
                    return
                door.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
                door.wfile.flush()
            door.wfile.write(b"0\r\n\r\n")
        except OSError:
            # The reader went away, which is what some styles are about.
            door.close_connection = True

    def take(self) -> list[Truth]:
        """The truths since the last time."""
        with self._lock:
            taken, self.truths = self.truths, []
        return taken

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
