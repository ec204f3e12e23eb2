"""A web application whose customers are told apart by a header that its own gateway sets.

Each request is a run with a context of its own, also on threads that serve one request after another.
Needs the openai package; see quickstart.py.
"""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from wsgiref.simple_server import WSGIRequestHandler, make_server

import openai
from fake_provider import FakeProvider

import llmobserve


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


with FakeProvider() as provider:
    llmobserve.observe(providers={urlsplit(provider).netloc: "openai"})
    client = openai.OpenAI(api_key="none", base_url=provider)

    @llmobserve.section("feature:chat")
    def answer(question: str) -> str:
        messages = [{"role": "user", "content": question}]
        made = client.chat.completions.create(model="gpt-4o-mini", messages=messages)
        return made.choices[0].message.content or ""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [answer("Count to three.").encode()]

    server = make_server("127.0.0.1", 0, llmobserve.WSGIMiddleware(app, customer="X-Customer-ID"), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for customer in ("alice", "bob", "alice"):
        request = Request(f"http://127.0.0.1:{server.server_port}/", headers={"X-Customer-ID": customer})
        print(customer, urlopen(request).read().decode())
    server.shutdown()

print("delivered" if llmobserve.flush() else "not delivered")
