#!/usr/bin/env python3
"""A collector that is down, broken, silent, talks nonsense or takes little; and an application that does not notice.

    outage.py PROGRAM [--seconds SECONDS]

In every mode an application makes calls for SECONDS (0.5). No call may raise; afterwards everything that was within the
bound is there once, and nothing else. The longer outages of the acceptance, and the time that a call takes in them, are
measured by bench.py.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "integration"), str(HERE.parents[1])]

from collector import Collector  # noqa: E402
from trouble import Front  # noqa: E402

import llmobserve  # noqa: E402
from llmobserve import _sender  # noqa: E402
from llmobserve._runtime import runtime  # noqa: E402

MODES = ("refuse", "500", "503", "hang", "garbage", "page", "413")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=0.5)
    options = parser.parse_args()
    logging.getLogger("llmobserve").setLevel(logging.CRITICAL)
    # A silent collector is given up sooner than in earnest.
    _sender.TIMEOUT = 0.5
    collector = Collector(options.program)
    front = Front(collector.port)
    failed = 0
    try:
        llmobserve.observe(front.url, flush_interval_ms=20)
        for mode in (*MODES, "the bound"):
            try:
                one(collector, front, mode, options.seconds)
            except AssertionError as fault:
                failed += 1
                print(f"{mode}: {fault}", file=sys.stderr)
        assert llmobserve.shutdown()
        collector.verify()
    finally:
        front.close()
        collector.close()
    print(f"{len(MODES) + 1 - failed} passed, {failed} failed")
    return 1 if failed else 0


def one(collector: Collector, front: Front, mode: str, seconds: float) -> None:
    outbox = runtime.sender.outbox
    before, dropped = outbox.dropped, 0
    front.become("refuse" if mode == "the bound" else mode)
    calls = 0
    with llmobserve.customer(mode):
        if mode == "the bound":
            for _ in range(outbox.max_events + 2_000):
                llmobserve.record("openai", "gpt-4o-mini", {"input": 1_000_000})
                calls += 1
            assert outbox.events <= outbox.max_events and outbox.bytes <= outbox.max_bytes
        else:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                llmobserve.record("openai", "gpt-4o-mini", {"input": 1_000_000})
                calls += 1
                time.sleep(0.001)
        dropped = outbox.dropped - before
    front.become("pass" if mode != "413" else mode)
    deadline = time.monotonic() + 30
    while not llmobserve.flush(5) and time.monotonic() < deadline:
        pass
    total = collector.costs(customer=mode)["total"]
    assert total["calls"] == calls - dropped, f"{total['calls']} arrived of {calls}, {dropped} dropped"
    assert (dropped == 2_000) if mode == "the bound" else (dropped == 0), f"{dropped} dropped"
    print(f"{mode:<10} {calls:>6} calls, {dropped} dropped, {total['calls']} stored once")
    front.become("pass")


if __name__ == "__main__":
    sys.exit(main())
