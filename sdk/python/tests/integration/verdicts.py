#!/usr/bin/env python3
"""The cases of sdk/wire/verdicts.json against a collector.

verdicts.py PROGRAM
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from check import ROOT
from collector import Collector


def ask(collector: Collector, case: Any) -> None:
    status, answer = collector.request("POST", "/events", json.dumps(case["batch"]).encode())
    got = {"status": status, **{name: answer[name] for name in case["answer"] if name not in ("status", "rejected")}}
    got["rejected"] = [[one["index"], one["code"]] for one in answer.get("rejected", [])]
    assert got == case["answer"], f"{got}, expected {case['answer']}"
    for event_id, expected in case["stored"].items():
        tenant = {"tenant_id": case["tenant"]} if "tenant" in case else {}
        stored = collector.get(f"/api/v1/events/{quote(event_id)}", **tenant)
        for name, value in expected.items():
            if name == "usage":
                found = {line["kind"]: Decimal(line["cost_usd"]) for line in stored["usage"]}
                value = {kind: Decimal(amount) for kind, amount in value.items()}
            else:
                found = stored[name]
                value = Decimal(value) if name == "cost_usd" else value
            assert found == value, f"{event_id}: {name} is {found}, expected {value}"


def main() -> int:
    cases = json.loads((ROOT / "sdk" / "wire" / "verdicts.json").read_text())["cases"]
    failed = 0
    for case in cases:
        collector = Collector(sys.argv[1])
        try:
            ask(collector, case)
        except AssertionError as fault:
            failed += 1
            print(f"{case['name']}: {fault}", file=sys.stderr)
        finally:
            collector.close()
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
