#!/usr/bin/env python3
"""What the SDK costs an application, in figures of this machine.

    bench.py PROGRAM [--calls N] [--down SECONDS]

Prints the time to import and to observe; the time inside our wrapper around a call that does nothing, over N calls
(20,000) in each mood of the collector; the memory that an outage of SECONDS (60) fills; and what of it is delivered
afterwards. It asserts nothing about time: that is for whoever reads it.
"""

from __future__ import annotations

import argparse
import gc
import logging
import resource
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "tests" / "integration"), str(HERE / "tests" / "acceptance")]

from collector import Collector  # noqa: E402
from trouble import Front  # noqa: E402

import llmobserve  # noqa: E402
from llmobserve._runtime import runtime  # noqa: E402
from llmobserve.integrations._stainless import patch_clients  # noqa: E402
from llmobserve.integrations.openai import APIS, ask_for_usage  # noqa: E402

ANSWER = SimpleNamespace(
    id=None,
    model="gpt-4o-mini",
    service_tier="default",
    usage=SimpleNamespace(
        prompt_tokens=1_200,
        completion_tokens=300,
        prompt_tokens_details=SimpleNamespace(cached_tokens=800, audio_tokens=0),
        completion_tokens_details=SimpleNamespace(reasoning_tokens=64, audio_tokens=0),
    ),
)


def client() -> Any:
    """A client of the shape that openai has, whose request does nothing."""

    class SyncAPIClient:
        base_url = "https://api.openai.com/v1"

        def request(self, cast_to: Any, options: Any, *, stream: bool = False) -> Any:
            return ANSWER

    class AsyncAPIClient:
        async def request(self, cast_to: Any, options: Any) -> Any:
            return ANSWER

    module: Any = SimpleNamespace(SyncAPIClient=SyncAPIClient, AsyncAPIClient=AsyncAPIClient)
    patch_clients(module, APIS, lambda client: "openai", ask_for_usage)
    return SyncAPIClient()


def measure(calls: int) -> list[int]:
    """Nanoseconds of each call, the shortest first."""
    it = client()
    body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Count."}]}
    options = SimpleNamespace(method="post", url="/chat/completions", json_data=body, headers={})
    times = []
    with llmobserve.customer("alice"), llmobserve.section("agent:research"), llmobserve.tag(plan="pro"):
        for _ in range(calls):
            began = time.perf_counter_ns()
            it.request(None, options)
            times.append(time.perf_counter_ns() - began)
    return sorted(times)


def imports() -> tuple[float, float]:
    """Milliseconds to import and to observe, the best of ten processes."""
    text = (
        "import time; a = time.perf_counter(); import llmobserve; b = time.perf_counter(); "
        "llmobserve.observe('http://127.0.0.1:9'); print((b - a) * 1e3, (time.perf_counter() - b) * 1e3)"
    )
    runs = []
    for _ in range(10):
        done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, cwd=HERE)
        runs.append(tuple(map(float, done.stdout.split())))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def memory() -> float:
    """MiB that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--down", type=float, default=60.0)
    options = parser.parse_args()
    logging.getLogger("llmobserve").setLevel(logging.CRITICAL)
    imported, observed = imports()
    print(f"import {imported:.1f} ms, observe() {observed:.2f} ms (best of 10)")
    collector = Collector(options.program)
    front = Front(collector.port)
    try:
        llmobserve.observe(collector.url)
        measure(1_000)
        print(f"microseconds of {options.calls} calls")
        print(f"{'collector':<10} {'p50':>8} {'p99':>8} {'p99.9':>8} {'max':>9}")
        for mode in ("well", "refuse", "500", "hang", "garbage", "413"):
            # A front in this process would be measured with us.
            llmobserve.observe(collector.url if mode == "well" else front.url)
            front.become("pass" if mode == "well" else mode)
            gc.collect()
            times = measure(options.calls)
            shown = [times[int(len(times) * part)] / 1_000 for part in (0.5, 0.99, 0.999)] + [times[-1] / 1_000]
            print(f"{mode:<10} {shown[0]:>8.1f} {shown[1]:>8.1f} {shown[2]:>8.1f} {shown[3]:>9.1f}", flush=True)
        front.become("pass")
        empty(120)
        outage(collector, front, options.down)
        llmobserve.shutdown()
        collector.verify()
        print("verify: every total is the sum of its events")
    finally:
        front.close()
        collector.close()
    return 0


def empty(seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not llmobserve.flush(5) and time.monotonic() < deadline:
        time.sleep(0.1)
    return runtime.sender.outbox.events == 0


def outage(collector: Collector, front: Front, seconds: float) -> None:
    """Steady work beside a collector that is away, then back."""
    outbox = runtime.sender.outbox
    dropped, before = outbox.dropped, memory()
    front.become("refuse")
    made, until = 0, time.monotonic() + seconds
    with llmobserve.customer("outage"):
        while time.monotonic() < until:
            for _ in range(25):
                llmobserve.record("openai", "gpt-4o-mini", {"input": 1_000_000})
                made += 1
            time.sleep(0.1)
    held, size = outbox.events, outbox.bytes / (1 << 20)
    lost = outbox.dropped - dropped
    front.become("pass")
    began = time.monotonic()
    # As an application would see it: nobody flushes.
    while outbox.events and time.monotonic() - began < 60:
        time.sleep(0.01)
    print(
        f"{seconds:.0f} s without a collector: {made} events, {held} held in {size:.1f} MiB, {lost} dropped, "
        f"{memory() - before:.1f} MiB more memory at most; all sent {time.monotonic() - began:.1f} s after it was back"
    )
    total = collector.costs(customer="outage")["total"]
    print(f"stored once: {total['calls']} of {made - lost}")


if __name__ == "__main__":
    sys.exit(main())
