"""Running styles of calling a client, and holding what the collector stored against what the fake knows."""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from collector import Collector
from fake import Fake, Truth

ROOT = Path(__file__).resolve().parents[4]
sys.path[:0] = [str(ROOT / "sdk" / "python"), str(ROOT / "prices")]

from reference import Book  # noqa: E402  # type: ignore[import-not-found]  # the price book's own small reading

import llmobserve  # noqa: E402

BOOK = Book()

ABSENT = "not in this version"


@dataclass
class Style:
    """One way to call a client."""

    name: str
    call: Callable[[], Any]
    is_given_up: bool = False
    """The caller closes the stream before the usage came."""
    is_there: bool = True
    """This version of the client has it."""
    sections: tuple[str, ...] = ()
    """Those of the calls, where they open some of their own below the style's."""
    is_one: bool = False
    """Several requests of the client's are one call of the application's."""


def priced(truth: Truth, at: datetime) -> tuple[Decimal, bool]:
    """What a call costs by the price book, and whether every line of it has a price."""
    found = BOOK.find(truth.provider, truth.model)
    usage = (
        {kind: Fraction(str(quantity)) for kind, quantity in truth.usage.items() if quantity} if truth.is_known else {}
    )
    if found is None or not usage:
        return Decimal(0), False
    lines = BOOK.lines(found, at, truth.tier, usage)
    return Decimal(sum(line.nano or 0 for line in lines)).scaleb(-9), all(line.nano is not None for line in lines)


class Check:
    """A client's styles against one fake and one collector."""

    def __init__(self, collector: Collector, fake: Fake, client: str) -> None:
        self.collector, self.fake, self.client = collector, fake, client
        self.results: list[tuple[str, str]] = []
        self.faults: list[str] = []

    def run(self, styles: list[Style]) -> None:
        for style in styles:
            if not style.is_there:
                self.results.append((style.name, ABSENT))
                continue
            try:
                result = self._one(style)
            except Exception:
                self.faults.append(f"{self.client}: {style.name}\n{traceback.format_exc(limit=-3)}")
                result = "FAILED"
            self.results.append((style.name, result))

    def _one(self, style: Style) -> str:
        self.fake.take()
        place = f"{self.client}-{style.name}"
        with (
            llmobserve.run(place),
            llmobserve.customer(f"customer of {place}"),
            llmobserve.section(f"style:{style.name}"),
        ):
            outcome = style.call()
            if inspect.iscoroutine(outcome):
                asyncio.run(outcome)
        assert llmobserve.flush(10), "not everything was delivered"
        truths = self.fake.take()
        events = [one for one in self.collector.run_events(place) if one["provider"] != "internal"]
        assert truths, "the fake was not asked"
        if style.is_one:
            first, *others = truths
            for other in others:
                first.usage = {kind: count + other.usage[kind] for kind, count in first.usage.items()}
            truths = [first]
        assert len(events) == len(truths), f"{len(events)} events for {len(truths)} calls"
        # Calls made at the same time end in any order.
        truths.sort(key=lambda truth: sum(truth.usage.values()))
        events.sort(key=lambda event: sum(Fraction(str(line["quantity"])) for line in event["usage"]))
        for event, truth in zip(events, truths):
            if style.is_given_up:
                truth.status, truth.is_known = "cancelled", False
            self._compare(event, truth, place, style)
        if style.sections:
            same("sections", sorted({event["section"] for event in events}), sorted(style.sections))
        total = self.collector.costs(customer=f"customer of {place}")["total"]
        assert total["calls"] == len(truths), total
        assert Decimal(total["cost_usd"]) == sum(Decimal(event["cost_usd"] or 0) for event in events), total
        if all(truth.status == "rate_limited" for truth in truths):
            return "refused, no cost"
        return (
            f"${Decimal(total['cost_usd']):f}"
            if all(truth.is_known for truth in truths)
            else "cost unknown, and told so"
        )

    def _compare(self, event: Any, truth: Truth, place: str, style: Style) -> None:
        cost, is_priced = priced(truth, datetime.now(UTC))
        detail = self.collector.get(f"/api/v1/events/{event['id']}")
        usage = {line["kind"]: Fraction(str(line["quantity"])) for line in detail["usage"]}
        known = {kind: Fraction(str(count)) for kind, count in truth.usage.items() if count} if truth.is_known else {}
        same("usage", usage, known)
        same("cost", Decimal(detail["cost_usd"] or 0), cost)
        if truth.is_known:
            same("price state", detail["price_state"], "priced" if is_priced else "unpriced")
        same("provider", detail["provider"], truth.provider)
        same("model", detail["model"], truth.model)
        same("status", detail["status"], truth.status)
        same("tier", detail["service_tier"], truth.tier)
        same("response id", detail["response_id"], truth.response_id)
        same("streaming", detail["is_streaming"], truth.is_streaming)
        same("customer", detail["customer_id"], f"customer of {place}")
        if style.sections:
            assert detail["section"] in style.sections, f"section: {detail['section']!r}"
        else:
            same("section", detail["section"], f"style:{style.name}")
        assert detail["section_path"].startswith(f"style:{style.name}"), detail["section_path"]
        same("duplicate", detail["duplicate_of"], None)
        assert detail["latency_ms"] is not None


def same(what: str, got: object, expected: object) -> None:
    assert got == expected, f"{what}: {got!r}, expected {expected!r}"


@contextmanager
def raises(kind: type[BaseException]) -> Iterator[None]:
    """The application's own exception arrives as it is."""
    try:
        yield
    except kind:
        return
    raise AssertionError(f"no {kind.__name__}")


def finish(checks: list[Check], versions: dict[str, str], out: str | None) -> int:
    """Prints faults and the count line, and writes what the documents' table is made of."""
    results = [result for check in checks for _, result in check.results]
    for check in checks:
        for fault in check.faults:
            print(fault, file=sys.stderr)
        for name, result in check.results:
            print(f"{check.client:<24} {name:<44} {result}")
    failed, absent = results.count("FAILED"), results.count(ABSENT)
    if out:
        table = [
            [check.client, versions[check.client], name, result] for check in checks for name, result in check.results
        ]
        Path(out).write_text(json.dumps(table, indent=0) + "\n")
    print(f"{len(results) - failed - absent} passed, {failed} failed, {absent} skipped")
    return 1 if failed else 0
