#!/usr/bin/env python3
"""1,000 tasks at once, 50 customers, 8 tenants with keys of their own, and threads that are used again.

    concurrency.py PROGRAM

No event may carry another's customer, tenant or key. Each call names its truth in the model that it asks for and in its
session; the collector runs with keys required, so an event under a wrong key could only land in a wrong tenant.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "integration"), str(HERE.parents[1])]

import openai  # noqa: E402
from collector import Collector  # noqa: E402
from fake import Fake  # noqa: E402

import llmobserve  # noqa: E402

TENANTS, CUSTOMERS, TASKS, REQUESTS = 8, 50, 1_000, 400
QUESTION: Any = [{"role": "user", "content": "Count."}]


def who(number: int) -> tuple[str, str]:
    return f"tenant-{number % TENANTS}", f"customer-{number * 7 % CUSTOMERS}"


async def tasks(fake: Fake, keys: dict[str, str]) -> None:
    client = openai.AsyncOpenAI(api_key="key", base_url=f"{fake.url}/v1", max_retries=0, timeout=120)
    # So many connections at once would be a test of the fake.
    door = asyncio.Semaphore(32)

    async def one(number: int) -> None:
        tenant, customer = who(number)
        with llmobserve.tenant(tenant, keys[tenant]):
            llmobserve.set_customer_id(customer)
            llmobserve.set_session_id(f"{tenant}/{customer}")
            await asyncio.sleep(0)
            async with door:
                answer = await client.chat.completions.create(
                    model="gpt-4o-mini", messages=QUESTION, stream=number % 2 == 0
                )
                if number % 2 == 0:
                    async for _ in answer:
                        await asyncio.sleep(0)

    await asyncio.gather(*(one(number) for number in range(TASKS)))
    await client.close()


def threads(fake: Fake, keys: dict[str, str]) -> None:
    """WSGI requests on four threads. Every third names nobody, every seventh fails."""
    client = openai.OpenAI(api_key="key", base_url=f"{fake.url}/v1", max_retries=0, timeout=120)

    def app(environ: Any, start_response: Any) -> Any:
        number = environ["number"]
        llmobserve.set_session_id("/".join((who(number)[0], environ.get("HTTP_X_CUSTOMER_ID", "nobody"))))
        client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION)
        if number % 7 == 0:
            raise KeyError("the application's own")
        return [b""]

    def tenant(environ: Any) -> Any:
        name = who(environ["number"])[0]
        return name, keys[name]

    wrapped = llmobserve.WSGIMiddleware(app, tenant=tenant)

    def request(number: int) -> None:
        environ = {"number": number, "REQUEST_METHOD": "GET"}
        if number % 3:
            environ["HTTP_X_CUSTOMER_ID"] = who(number)[1]
        try:
            wrapped(environ, None)
        except KeyError:
            pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(request, range(REQUESTS)))


def main() -> int:
    collector, fake = Collector(sys.argv[1], auth="required"), Fake(importlib.import_module("fake_openai").ROUTES)
    try:
        keys = {f"tenant-{number}": collector.key(f"tenant-{number}") for number in range(TENANTS)}
        # The process's own key and tenant are nobody's: nothing may land there.
        keys["house"] = collector.key("house")
        llmobserve.observe(collector.url, tenant_id="house", api_key=keys["house"], flush_interval_ms=50)
        asyncio.run(tasks(fake, keys))
        threads(fake, keys)
        assert llmobserve.flush(30)
        expected: Counter[tuple[str, Any]] = Counter(who(number) for number in range(TASKS))
        expected.update((who(number)[0], who(number)[1] if number % 3 else None) for number in range(REQUESTS))
        found: Counter[tuple[str, Any]] = Counter()
        for tenant, key in keys.items():
            costs = collector.costs(key, group_by="customer", limit="1000")
            found.update({(tenant, group["customer"]): group["calls"] for group in costs["groups"]})
            assert len(collector.costs(key, group_by="key")["groups"]) == (tenant != "house"), tenant
            check_sessions(collector, tenant, key)
        wrong = {one: (found[one], expected[one]) for one in found | expected if found[one] != expected[one]}
        assert not wrong, wrong
        assert llmobserve.shutdown()
        collector.verify()
    finally:
        fake.close()
        collector.close()
    print(f"{sum(found.values())} events of {TASKS} tasks and {REQUESTS} requests, each with its own customer and key")
    print("1 passed, 0 failed")
    return 0


def check_sessions(collector: Collector, tenant: str, key: str) -> None:
    """Every event of a tenant names that tenant and its own customer as its session."""
    cursor: dict[str, str] = {}
    while True:
        page = collector.get("/api/v1/runs", key, limit="200", **cursor)
        for run in page["runs"]:
            for event in collector.run_events(run["run_id"], key):
                truth = f"{tenant}/{event['customer_id'] or 'nobody'}"
                assert event["session_id"] == truth, f"{event['session_id']} under {truth}"
        if page["next"] is None:
            return
        cursor = {"cursor": page["next"]}


if __name__ == "__main__":
    sys.exit(main())
