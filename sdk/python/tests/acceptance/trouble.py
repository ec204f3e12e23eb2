"""A collector's front that misbehaves as it is told, and otherwise passes everything on."""

from __future__ import annotations

import http.client
import json
import threading
import time
from gzip import decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LARGEST = 7
"""Events of one request, in the mode `413`."""


class Front:
    """Modes: pass, 500, 503, hang, garbage, page, 413, and refuse, in which nobody listens."""

    def __init__(self, collector_port: int) -> None:
        self.mode = "pass"
        self.requests = 0
        self._collector_port = collector_port
        self._stop = threading.Event()
        self._start(0)

    def _start(self, port: int) -> None:
        front = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: Any) -> None:
                pass

            def do_POST(self) -> None:
                front.requests += 1
                body = self.rfile.read(int(self.headers["content-length"]))
                try:
                    front.answer(self, body)
                except ConnectionError:
                    self.close_connection = True

        class Server(ThreadingHTTPServer):
            allow_reuse_address = daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass

        self.server = Server(("127.0.0.1", port), Door)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, door: BaseHTTPRequestHandler, body: bytes) -> None:
        mode = self.mode
        if mode == "refuse":
            # A connection from before.
            door.close_connection = True
        elif mode == "hang":
            deadline = time.monotonic() + 30
            while self.mode == "hang" and time.monotonic() < deadline:
                time.sleep(0.02)
            door.close_connection = True
        elif mode == "garbage":
            door.wfile.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
            door.close_connection = True
        elif mode == "page":
            self._send(door, 200, b"<html>Log in</html>")
        elif mode in ("500", "503"):
            self._send(door, int(mode), b"{}", {"Retry-After": "1"} if mode == "503" else {})
        elif mode == "413" and len(json.loads(self._plain(door, body))) > LARGEST:
            self._send(door, 413, b"<html>too large</html>")
        else:
            self._pass_on(door, body)

    def _plain(self, door: BaseHTTPRequestHandler, body: bytes) -> bytes:
        return decompress(body) if door.headers.get("content-encoding") == "gzip" else body

    def _pass_on(self, door: BaseHTTPRequestHandler, body: bytes) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._collector_port, timeout=30)
        names = ("content-type", "content-encoding", "authorization")
        connection.request("POST", door.path, body, {name: door.headers[name] for name in names if door.headers[name]})
        response = connection.getresponse()
        self._send(door, response.status, response.read())
        connection.close()

    def _send(self, door: BaseHTTPRequestHandler, status: int, body: bytes, headers: Any = ()) -> None:
        door.send_response(status)
        for name, value in dict(headers).items():
            door.send_header(name, value)
        door.send_header("content-length", str(len(body)))
        door.end_headers()
        door.wfile.write(body)

    def become(self, mode: str) -> None:
        """Changes its manners."""
        was, self.mode = self.mode, mode
        if mode == "refuse":
            self.server.shutdown()
            self.server.server_close()
        elif was == "refuse":
            self._start(self.port)

    def close(self) -> None:
        if self.mode != "refuse":
            self.server.shutdown()
            self.server.server_close()
