"""A provider for trying things out: speaks OpenAI's chat API on this machine, answers at once, costs nothing.

`with FakeProvider() as url:` gives the base URL for a client.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

ANSWER = "One, two, three."
USAGE = {
    "prompt_tokens": 900,
    "completion_tokens": 100,
    "total_tokens": 1_000,
    "prompt_tokens_details": {"cached_tokens": 300},
    "completion_tokens_details": {"reasoning_tokens": 20},
}
NUMBERS = count(1)


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        base = {"id": f"fake-{id(self.server)}-{next(NUMBERS)}", "created": 1, "model": asked["model"]}
        if asked.get("stream"):
            kind, body = "text/event-stream", self.stream(base, asked)
        else:
            choice = {"index": 0, "message": {"role": "assistant", "content": ANSWER}, "finish_reason": "stop"}
            whole = {**base, "object": "chat.completion", "choices": [choice], "usage": USAGE}
            kind, body = "application/json", json.dumps(whole)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def stream(self, base: dict[str, Any], asked: Any) -> str:
        chunks = []
        for word in ANSWER.split():
            choice = {"index": 0, "delta": {"content": f"{word} "}, "finish_reason": None}
            chunks.append({**base, "object": "chat.completion.chunk", "choices": [choice]})
        if (asked.get("stream_options") or {}).get("include_usage"):
            chunks.append({**base, "object": "chat.completion.chunk", "choices": [], "usage": USAGE})
        return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"


class FakeProvider:
    """A server as long as the block."""

    def __enter__(self) -> str:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def __exit__(self, *error: Any) -> None:
        self.server.shutdown()
        self.server.server_close()
