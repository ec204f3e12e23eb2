#!/usr/bin/env python3
"""The fakes of the Python SDK's tests, which know what each call that they served has used, for another process.

Prints `{"openai": URL, "anthropic": URL, "truths": URL}`. `GET /openai` at the last one answers with the truths of that
fake since the last time, each with its cost by the price book, and forgets them. Ends with its standard input.
"""

from __future__ import annotations

import importlib
import json
import sys
import threading
from dataclasses import asdict
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
sys.path[:0] = [str(ROOT / "sdk" / "python" / "tests" / "integration")]

from check import priced  # noqa: E402
from fake import Fake  # noqa: E402

FAKES = {name: Fake(importlib.import_module(f"fake_{name}").ROUTES) for name in ("openai", "anthropic")}


class Truths(BaseHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        told = []
        for truth in FAKES[self.path.strip("/")].take():
            cost, is_priced = priced(truth, datetime.now(UTC))
            told.append(asdict(truth) | {"cost_usd": f"{cost:f}", "is_priced": is_priced})
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    door = ThreadingHTTPServer(("127.0.0.1", 0), Truths)
    threading.Thread(target=door.serve_forever, daemon=True).start()
    urls = {name: fake.url for name, fake in FAKES.items()}
    print(json.dumps(urls | {"truths": f"http://127.0.0.1:{door.server_port}"}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
