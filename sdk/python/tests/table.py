#!/usr/bin/env python3
"""The table of clients and styles in the documents, made of what the tests found.

    table.py RESULTS… (--check | --write) PAGE

RESULTS are files of integration/run.py, one for each set of versions. --check fails where the page says something else.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

BEGIN = "<!-- table: made by sdk/python/tests/table.py of what the tests found -->"
END = "<!-- end of table -->"

# The tests hold an amount against the price book; which one it is changes with the book.
EXACT = "exact"


def table(paths: list[str]) -> str:
    """For each client its styles, with a column for each version."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    versions: dict[str, list[str]] = {}
    for path in paths:
        for client, version, style, result in json.loads(Path(path).read_text()):
            found.setdefault(client, {}).setdefault(style, {})[version] = EXACT if result.startswith("$") else result
            if version not in versions.setdefault(client, []):
                versions[client].append(version)
    lines = []
    for client, styles in found.items():
        columns = versions[client]
        lines += [f"| `{client}` | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
        for style, results in styles.items():
            lines.append(f"| {style} | {' | '.join(results.get(column, '') for column in columns)} |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("results", nargs="+")
    parser.add_argument("--check", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    page: Path = options.check or options.write
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = f"{before}{BEGIN}\n\n{table(options.results)}\n{END}{after}"
    if options.write:
        page.write_text(made, encoding="utf-8")
    elif made != text:
        print(f"{page} does not say what the tests found; table.py RESULTS --write {page}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
