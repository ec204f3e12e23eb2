#!/usr/bin/env python3
"""A million events of $0.000123 are $123, by every grouping.

    million.py --program PATH [--postgres URL] [--events N]

Figures that no binary float holds, so that one sum over floats would show. Takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from program import Broken, Collector, Postgres

COST = Decimal("0.000123")
DIMENSIONS = ["customer", "provider", "model", "section", "key", "status", "hour", "day"]


def lines(count: int, today: datetime) -> Iterator[str]:
    """Events over 28 days, of some hundred customers, models, sections and ends."""
    for number in range(count):
        event = {
            "id": f"m{number}",
            "run_id": f"run {number // 20}",
            "provider": f"acme-{number % 3}",
            "model": f"m{number % 7}" if number % 11 else None,
            "section": f"step:{number % 5}",
            "customer_id": f"c{number % 97}" if number % 13 else None,
            "status": "error" if number % 17 == 0 else "ok",
            "timestamp": (today - timedelta(seconds=number * 28 * 86_400 // count)).isoformat(),
        }
        yield json.dumps(event)[:-1] + f', "cost_usd": {COST}}}\n'


def check(collector: Collector, file: Path, count: int, today: datetime) -> None:
    code, text = collector.run_long("events", "import", str(file))
    if code or json.loads(text)["created"] != count:
        raise Broken(f"{collector.name}: import: {text}")
    window = {"from": str((today - timedelta(days=29)).date()), "to": str((today + timedelta(days=1)).date())}
    expected = COST * count
    groupings = [[name] for name in DIMENSIONS] + [list(pair) for pair in combinations(DIMENSIONS, 2)] + [DIMENSIONS[:6]]
    for grouping in groupings:
        total = sum_of_groups = None
        cursor: dict[str, str] = {}
        while total is None or cursor:
            params = window | {"group_by": ",".join(grouping), "limit": "10000"} | cursor
            answer = json.loads(collector.get("/api/v1/costs", params).text, parse_float=Decimal, parse_int=Decimal)
            total = answer["total"]["cost_usd"]
            page = sum((group["cost_usd"] for group in answer["groups"]), Decimal())
            sum_of_groups = page if sum_of_groups is None else sum_of_groups + page
            cursor = {"cursor": answer["next"]} if answer["next"] else {}
        if (total, sum_of_groups) != (expected, expected) or answer["total"]["calls"] != count:
            raise Broken(f"{collector.name}: by {grouping}: total {total}, groups {sum_of_groups}, expected {expected}")
    code, text = collector.run_long("verify")
    if code:
        raise Broken(f"{collector.name}: verify: {text}")
    print(f"{collector.name}: {count} events of ${COST} are ${expected.normalize():f} by {len(groupings)} groupings, verified")


def main() -> int:
    parser = argparse.ArgumentParser(description="A million events of $0.000123 are $123, by every grouping.")
    parser.add_argument("--program", type=Path, required=True, help="the llmobserve program")
    parser.add_argument("--postgres", default=os.environ.get("LLMOBSERVE_TEST_POSTGRES"), metavar="URL")
    parser.add_argument("--events", type=int, default=1_000_000, help="how many [default: 1000000]")
    options = parser.parse_args()
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="llmobserve-million-")))
        file = folder / "events.ndjson"
        with file.open("w") as out:
            out.writelines(lines(options.events, today))
        databases = {"sqlite": f"sqlite://{folder}/million.db"}
        if options.postgres:
            database = Postgres(options.postgres)
            stack.callback(database.drop)
            databases["postgres"] = database.url(database.name)
        else:
            print("million: PostgreSQL WAS NOT RUN: name a cluster with --postgres", file=sys.stderr)
        try:
            for name, url in databases.items():
                collector = Collector(options.program.resolve(), name, url, folder)
                stack.callback(collector.stop)
                check(collector, file, options.events, today)
        except Broken as broken:
            print(f"million: {broken}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
