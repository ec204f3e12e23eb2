"""Differences: found down to the last member, counted, and the first of each kind shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from answers import ANY, OneOf, Partial

# Of one kind this many differences are shown, and of one difference this many members.
SHOWN, MEMBERS = 3, 4


class Report:
    """Counts what is not as it must be."""

    def __init__(self) -> None:
        self.count = 0
        self.kinds: Counter[str] = Counter()

    def compare(self, where: str, expected: Any, got: Any) -> None:
        found = list(differences(expected, got))
        if not found:
            return
        self.count += 1
        kinds = {re.sub(r"\d+", "", member) for member, *_ in found}
        self.kinds.update(kinds)
        if all(self.kinds[kind] > SHOWN for kind in kinds):
            return
        print(f"DIFFERENCE {where}")
        for member, *values in found[:MEMBERS]:
            wanted, had = map(plain, values)
            print(f"  {member or 'all of it'}\n    expected {wanted}\n    got      {had}")
        if len(found) > MEMBERS:
            print(f"  and {len(found) - MEMBERS} more members")


def differences(expected: Any, got: Any, member: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every member that differs: its path, what it must be and what it is."""
    if expected is ANY or (isinstance(expected, OneOf) and got in expected):
        return
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in expected if isinstance(expected, Partial) else expected | got:
            yield from differences(expected.get(name, "nothing"), got.get(name, "nothing"), f"{member}.{name}")
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            yield f"{member}.length", len(expected), len(got)
        for index, (left, right) in enumerate(zip(expected, got)):
            yield from differences(left, right, f"{member}[{index}]")
    elif expected != got:
        yield member, expected, got


def plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value
