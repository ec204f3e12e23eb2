#!/usr/bin/env python3
"""A new user's walk: the SDK installed from the clone, the README's lines in a file, run; the event is in the ledger.

    walk.py PROGRAM FOLDER

FOLDER is where the virtual environment is made, and kept for the next time. The lines are run as they stand, but for
the collector's port, which here is a free one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
SDK = HERE.parents[1]
ROOT = SDK.parents[1]
sys.path.insert(0, str(HERE.parent / "integration"))

from collector import Collector  # noqa: E402

SECONDS = 2.0


def lines(page: Path) -> str:
    """The first block of Python of a page."""
    found = re.search(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{page} has no Python in it"
    return found[1]


def main() -> int:
    program, folder = sys.argv[1], Path(sys.argv[2]).absolute()
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    # What an earlier build left behind would be installed too.
    shutil.rmtree(SDK / "build", ignore_errors=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--force-reinstall", "./sdk/python"]
    subprocess.run(install, check=True, cwd=ROOT)
    collector = Collector(program)
    try:
        text = lines(SDK / "README.md").replace("http://localhost:8000", collector.url)
        script = Path(collector.folder) / "walk.py"
        script.write_text(text)
        subprocess.run([str(python), str(script)], check=True, timeout=30, env=collector.env, cwd=collector.folder)
        ended = time.monotonic()
        while True:
            rows = collector.run("query", "costs", "--by", "customer")["groups"]
            found = {row["customer"]: (row["calls"], Decimal(str(row["cost_usd"]))) for row in rows}
            seconds = time.monotonic() - ended
            if found or seconds > SECONDS:
                break
        assert found == {"alice": (1, Decimal("0.000195"))}, found
        assert seconds <= SECONDS, seconds
        collector.verify()
    finally:
        collector.close()
    print(f"alice's $0.000195 was there {seconds:.2f} s after the program's end")
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
