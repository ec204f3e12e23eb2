#!/usr/bin/env python3
"""What the collector makes of the cases of `prices/agreement.py`: one answer a case, on standard output.

    prices.py --program PATH CASES > ANSWERS

Each case becomes an event of its own, is imported, and is read back from `GET /api/v1/events/{id}`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from program import Broken, Collector


def event(number: int, case: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"case {number}",
        "provider": case["provider"],
        "model": case["model"],
        "timestamp": case["at"],
        "service_tier": case["service_tier"],
        "usage": case["usage"],
    }


def answer(collector: Collector, number: int) -> dict[str, Any]:
    """The amount in nano-USD, null where nothing of it has a price, and the id of the price."""
    text = collector.get(f"/api/v1/events/case%20{number}", {}).text
    told = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    cost = told["cost_usd"]
    return {"nano": None if cost is None else int(cost * 10**9), "price_id": told["price_id"]}


def main() -> int:
    parser = argparse.ArgumentParser(description="What the collector makes of the cases of prices/agreement.py.")
    parser.add_argument("--program", type=Path, required=True, help="the llmobserve program")
    parser.add_argument("cases", type=Path)
    options = parser.parse_args()
    cases = [json.loads(line) for line in options.cases.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory(prefix="llmobserve-prices-") as name:
        folder = Path(name)
        file = folder / "cases.ndjson"
        file.write_text("".join(json.dumps(event(number, case)) + "\n" for number, case in enumerate(cases)))
        collector = Collector(options.program.resolve(), "sqlite", f"sqlite://{folder}/prices.db", folder)
        try:
            code, text = collector.run_long("events", "import", str(file))
            if code:
                raise Broken(f"import: {text}")
            for number in range(len(cases)):
                print(json.dumps(answer(collector, number)))
        except Broken as broken:
            print(f"prices: {broken}", file=sys.stderr)
            return 1
        finally:
            collector.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
