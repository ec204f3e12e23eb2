#!/usr/bin/env python3
"""The unmodified llmobserve 0.3.0 with a real openai client, against our collector: every call arrives, and is priced.

    original.py PROGRAM PYTHON

PYTHON has `llmobserve==0.3.0` and `openai` installed, and nothing of ours.
"""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "integration"))

from collector import Collector  # noqa: E402
from fake import Fake  # noqa: E402

CALLS = 9


def main() -> int:
    program, python = sys.argv[1:3]
    collector, fake = Collector(program), Fake(import_module("fake_openai").ROUTES)
    try:
        command = [python, str(HERE / "original_app.py"), collector.url, str(fake.port), str(CALLS)]
        subprocess.run(
            command, check=True, timeout=60, env=collector.env, cwd=collector.folder, stderr=subprocess.DEVNULL
        )
        truths = fake.take()
        groups = collector.costs(group_by="customer,model,section")["groups"]
        for group in groups:
            print(group["customer"], group["model"], group["section"], group["calls"], group["cost_usd"])
        total = collector.costs()["total"]
        assert len(truths) == CALLS + 1
        assert total["calls"] == len(truths), total
        assert total["unpriced_calls"] == 0, total
        assert Decimal(total["cost_usd"]) > 0
        collector.verify()
    finally:
        fake.close()
        collector.close()
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
