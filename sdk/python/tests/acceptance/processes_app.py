"""Applications that begin and end in every way, for processes.py. Each makes its calls through a real openai client."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from typing import Any

import openai

import llmobserve

QUESTION: Any = [{"role": "user", "content": "Count."}]


def observe(**options: Any) -> None:
    # An interval that no program here lives through: what arrives was delivered by the end of its process.
    llmobserve.observe(os.environ["COLLECTOR"], flush_interval_ms=60_000, **options)


def call(customer: str, count: int = 1) -> None:
    client = openai.OpenAI(api_key="key", base_url=os.environ["PROVIDER"] + "/v1", max_retries=0)
    with llmobserve.customer(customer):
        for _ in range(count):
            client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION)


def wsgi(environ: Any, start_response: Any) -> Any:
    """For gunicorn."""
    call(environ["HTTP_X_CUSTOMER_ID"])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


def child(customer: str) -> None:
    call(customer, 2)


def multiprocess(method: str) -> None:
    call("parent", 1)
    context = multiprocessing.get_context(method)
    children = [context.Process(target=child, args=(f"{method}-{number}",)) for number in range(3)]
    for one in children:
        one.start()
    for one in children:
        one.join(60)
    call("parent", 1)


def pool() -> None:
    call("parent", 1)
    with multiprocessing.get_context("fork").Pool(2) as workers:
        workers.map(child, [f"pool-{number}" for number in range(4)])
        workers.close()
        workers.join()


def bare_fork() -> None:
    call("parent", 1)
    sys.stdout.flush()
    pid = os.fork()
    call("parent" if pid else "forked", 1)
    if pid:
        os.waitpid(pid, 0)


def endless() -> None:
    """Works until somebody stops it."""
    call("worker", 3)
    print("ready", flush=True)
    while True:
        time.sleep(0.05)


STYLES = {
    "normal": lambda: call("worker", 3),
    "raises": lambda: (call("worker", 3), 1 / 0),
    "exits": lambda: (call("worker", 3), sys.exit(3)),
    "fork": lambda: multiprocess("fork"),
    "spawn": lambda: multiprocess("spawn"),
    "forkserver": lambda: multiprocess("forkserver"),
    "pool": pool,
    "bare_fork": bare_fork,
    "endless": endless,
}

if __name__ == "__main__":
    observe(flush_on_sigterm="--sigterm" in sys.argv)
    STYLES[sys.argv[1]]()
elif "COLLECTOR" in os.environ:
    # A spawned child, or a worker of gunicorn's, imports this module.
    observe()
