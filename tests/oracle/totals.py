"""Totals: sums over calls, and the ledger that they are sums over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from typing import Any

from events import CACHE_WRITES, COMPLETION, PROMPT, Event
from once import duplicates


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


def millis(duration: int) -> Decimal:
    return Decimal(duration).scaleb(-3)


@dataclass
class Ledger:
    """One tenant's events, in the order in which they were first received, and what became of each."""

    zone: str
    events: dict[str, Event] = field(default_factory=dict)

    def receive(self, event: Event) -> bool:
        """Stores an event. The first of an id stays. Whether it was new."""
        if event.id in self.events:
            return False
        self.events[event.id] = event
        return True

    @cached_property
    def duplicate_of(self) -> dict[str, set[str]]:
        return duplicates(self.events.values())

    @cached_property
    def calls(self) -> list[Event]:
        """What counts: no step, no duplicate."""
        counted = self.events.values()
        return [event for event in counted if not event.is_step and event.id not in self.duplicate_of]

    @cached_property
    def runs(self) -> dict[str, list[Event]]:
        runs: dict[str, list[Event]] = defaultdict(list)
        for event in self.events.values():
            runs[event.run].append(event)
        return runs

    @cached_property
    def customers(self) -> list[str]:
        return sorted({event.customer for event in self.events.values() if event.customer is not None})
