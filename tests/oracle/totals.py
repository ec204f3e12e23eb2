"""Totals: sums over calls, and the figures that are made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from events import CACHE_WRITES, COMPLETION, PROMPT, Event


@dataclass
class Totals:
    """Sums over calls."""

    cost: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    unpriced_calls: int = 0
    errors: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    customer_paid_calls: int = 0
    customer_paid_cost: int = 0
    latency: int = 0
    timed_calls: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))

    def count(self, event: Event) -> None:
        """Adds a call."""
        state, cost = event.price
        self.calls += 1
        self.errors += event.failed
        self.unpriced_calls += state == "unpriced"
        self.input_tokens += event.units(*PROMPT)
        self.output_tokens += event.units(*COMPLETION)
        self.cache_read_tokens += event.units("cache_read")
        self.cache_write_tokens += event.units(*CACHE_WRITES)
        self.reasoning_tokens += event.units("reasoning")
        if event.customer_paid:
            self.customer_paid_calls += 1
            self.customer_paid_cost += cost
        else:
            self.cost += cost
        if event.latency is not None:
            self.latency += event.latency
            self.timed_calls += 1

    def shown(self) -> dict[str, Any]:
        """As an answer shows them, member by member in its order."""
        hidden = {"cost", "customer_paid_cost", "latency", "timed_calls"}
        shown: dict[str, Any] = {"cost_usd": usd(self.cost)}
        shown |= {item.name: getattr(self, item.name) for item in fields(self) if item.name not in hidden}
        shown["customer_paid_cost_usd"] = usd(self.customer_paid_cost)
        average = self.latency // self.timed_calls if self.timed_calls else None
        shown["average_latency_ms"] = None if average is None else millis(average)
        return shown


def total(calls: Iterable[Event]) -> Totals:
    totals = Totals()
    for call in calls:
        totals.count(call)
    return totals


def usd(nanos: int) -> Decimal:
    return Decimal(nanos).scaleb(-9)


def scaled(nanos: int, numerator: int, denominator: int) -> Decimal | None:
    """An amount for so many of something, rounded once, half-even."""
    return usd(round(Fraction(nanos * numerator, denominator))) if denominator else None


def ratio(part: int, whole: int) -> Decimal | None:
    """A share to the sixth decimal, rounded half-even."""
    return Decimal(round(Fraction(part * 1_000_000, whole))).scaleb(-6) if whole else None


def change(now: Totals, before: Totals) -> dict[str, Any]:
    """Sums beside those of another window."""
    return {
        "previous_cost_usd": usd(before.cost),
        "previous_calls": before.calls,
        "previous_input_tokens": before.input_tokens,
        "previous_output_tokens": before.output_tokens,
        "cost_change_usd": usd(now.cost - before.cost),
        "cost_change_ratio": ratio(now.cost - before.cost, before.cost),
    }


def millis(duration: int) -> Decimal:
    return Decimal(duration).scaleb(-3)
