#!/usr/bin/env python3
"""Every example runs, offline, and what it does is in the ledger.

examples.py PROGRAM
"""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SDK = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "integration"))

from collector import Collector  # noqa: E402

# 600 uncached, 300 cached, 100 completion tokens of gpt-4o-mini.
CALL = Decimal("0.0001725")

# Example → tenant → customer → calls and their cost.
EXPECTED: dict[str, dict[str, dict[str, tuple[int, Decimal]]]] = {
    "quickstart": {"default_tenant": {"alice": (2, 2 * CALL), "bob": (1, CALL)}},
    "saas": {"default_tenant": {"alice": (2, 2 * CALL), "bob": (1, CALL)}},
    "tenants": {tenant: {"alice": (1, CALL), "bob": (1, CALL)} for tenant in ("acme", "globex")},
    "by_hand": {"default_tenant": {"alice": (3, Decimal("0.00008") + Decimal("0.0021") + Decimal("0.00002"))}},
}


def run(program: str, name: str) -> None:
    collector = Collector(program)
    try:
        paths = os.pathsep.join((str(SDK), str(SDK / "examples")))
        environment = {**collector.env, "PYTHONPATH": paths, "LLMOBSERVE_COLLECTOR_URL": collector.url}
        command = [sys.executable, str(SDK / "examples" / f"{name}.py")]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, cwd=collector.folder
        )
        assert done.returncode == 0 and not done.stderr, done.stderr
        found: dict[str, Any] = {}
        for tenant in EXPECTED[name]:
            groups = collector.costs(group_by="customer", tenant_id=tenant)["groups"]
            found[tenant] = {group["customer"]: (group["calls"], Decimal(group["cost_usd"])) for group in groups}
        assert found == EXPECTED[name], found
        collector.verify()
    finally:
        collector.close()


def main() -> int:
    there = {path.stem for path in (SDK / "examples").glob("*.py")} - {"fake_provider"}
    assert there == set(EXPECTED), there
    failed = 0
    for name in EXPECTED:
        try:
            run(sys.argv[1], name)
        except AssertionError as fault:
            failed += 1
            print(f"{name}: {fault}", file=sys.stderr)
    print(f"{len(EXPECTED) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
