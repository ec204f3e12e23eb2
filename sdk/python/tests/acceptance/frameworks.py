#!/usr/bin/env python3
"""Real web frameworks and a real job queue: whose request it is, streamed or not, and nothing left for the next.

frameworks.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

import llmobserve  # noqa: E402
from llmobserve import _context  # noqa: E402
from llmobserve._runtime import runtime  # noqa: E402
from llmobserve._verdict import Answer  # noqa: E402

EVENTS: list[Any] = []


def post(destination: Any, body: bytes, timeout: float) -> Answer:
    events = json.loads(body)
    EVENTS.extend(events)
    return Answer(201, json.dumps({"created": len(events)}).encode())


def expect(*customers: Any) -> None:
    """Fails unless the provider calls since the last time were these customers', and no context is left."""
    assert llmobserve.flush()
    found = [event.get("customer_id") for event in EVENTS if event["provider"] != "internal"]
    EVENTS.clear()
    assert _context.current() == _context.EMPTY, _context.current()
    assert found == list(customers), f"{found}, expected {list(customers)}"


def call() -> None:
    llmobserve.record("openai", "gpt-4o-mini", {"input": 1})


def flask() -> None:
    from flask import Flask, stream_with_context

    app = Flask(__name__)

    @app.route("/")
    def index() -> str:
        call()
        return "done"

    @app.route("/stream")
    def stream() -> Any:
        def parts() -> Any:
            for _ in range(2):
                call()
                yield "x"

        return app.response_class(stream_with_context(parts()))

    llmobserve.observe_flask(app)
    client = app.test_client()
    client.get("/", headers={"X-Customer-ID": "alice"})
    client.get("/")
    client.get("/stream", headers={"X-Customer-ID": "bob"}).get_data()
    expect("alice", None, "bob", "bob")


def django() -> None:
    import django as package
    from django.conf import settings
    from django.http import HttpResponse, StreamingHttpResponse
    from django.test import AsyncClient, Client
    from django.urls import path

    def index(request: Any) -> Any:
        call()
        return HttpResponse("done")

    async def async_index(request: Any) -> Any:
        call()
        return HttpResponse("done")

    def stream(request: Any) -> Any:
        def parts() -> Any:
            for _ in range(2):
                call()
                yield "x"

        return StreamingHttpResponse(parts())

    class Urls:
        urlpatterns = [path("", index), path("async", async_index), path("stream", stream)]  # noqa: RUF012  # Django's way

    settings.configure(
        ROOT_URLCONF=Urls, MIDDLEWARE=["llmobserve.django_middleware"], ALLOWED_HOSTS=["*"], SECRET_KEY="x", DEBUG=True
    )
    package.setup()
    client = Client(headers={"X-Customer-ID": "alice"})
    client.get("/")
    Client().get("/")
    b"".join(client.get("/stream").streaming_content)
    expect("alice", None, "alice", "alice")

    import asyncio

    asyncio.run(AsyncClient().get("/async", headers={"X-Customer-ID": "bob"}))
    expect("bob")


def starlette() -> None:
    from starlette.applications import Starlette
    from starlette.background import BackgroundTask
    from starlette.responses import PlainTextResponse, StreamingResponse
    from starlette.routing import Route
    from starlette.testclient import TestClient

    async def index(request: Any) -> Any:
        call()
        return PlainTextResponse("done", background=BackgroundTask(call))

    def in_a_thread(request: Any) -> Any:
        call()
        return PlainTextResponse("done")

    async def stream(request: Any) -> Any:
        async def parts() -> Any:
            for _ in range(2):
                call()
                yield "x"

        return StreamingResponse(parts())

    app = Starlette(routes=[Route("/", index), Route("/thread", in_a_thread), Route("/stream", stream)])
    app.add_middleware(
        llmobserve.ASGIMiddleware, customer=lambda scope: dict(scope["headers"]).get(b"who", b"").decode()
    )
    with TestClient(app) as client:
        client.get("/", headers={"who": "alice"})
        client.get("/")
        client.get("/thread", headers={"who": "bob"})
        client.get("/stream", headers={"who": "carol"})
    expect("alice", "alice", None, None, "bob", "carol", "carol")


def celery() -> None:
    from celery import Celery
    from celery.contrib.testing.worker import start_worker

    app = Celery("jobs", broker="memory://", backend="cache+memory://")
    llmobserve.patch_celery_task(app)

    @app.task
    def work() -> str:
        call()
        return "done"

    @app.task
    def fails() -> None:
        call()
        raise KeyError("the job's own")

    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=10):
        with llmobserve.customer("alice"), llmobserve.section("agent:a"):
            waiting = work.delay()
        assert waiting.get(timeout=10) == "done"
        with llmobserve.customer("bob"):
            failing = fails.delay()
        failing.get(timeout=10, propagate=False)
        assert work.delay().get(timeout=10) == "done"
    assert llmobserve.flush()
    sections = {event["section_path"]: event["status"] for event in EVENTS if event["provider"] == "internal"}
    assert sections[f"agent:a/task:{work.name}"] == "ok" and sections[f"task:{fails.name}"] == "error", sections
    expect("alice", "bob", None)


FRAMEWORKS = (flask, django, starlette, celery)


def main() -> int:
    runtime.sender.post = post
    llmobserve.observe("http://127.0.0.1:9", flush_interval_ms=60_000)
    failed = 0
    for framework in FRAMEWORKS:
        try:
            framework()
        except AssertionError as fault:
            failed += 1
            print(f"{framework.__name__}: {fault}", file=sys.stderr)
    print(f"{len(FRAMEWORKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
