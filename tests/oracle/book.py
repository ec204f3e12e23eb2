"""One tenant's ledger: the events that it received, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from events import Event
from once import duplicates


@dataclass
class Customer:
    """What is noted about a customer. `aliases` are its other ids, each from an instant on."""

    notes: dict[str, Any] = field(default_factory=lambda: {"name": None, "plan": None, "labels": {}})
    aliases: dict[str, int] = field(default_factory=dict)


@dataclass
class Ledger:
    """Events in the order in which they were first received."""

    zone: str
    events: dict[str, Event] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    """Every customer that was ever seen or noted."""
    dimensions: list[str] = field(default_factory=list)
    """Declared tags."""

    def receive(self, event: Event) -> bool:
        """Stores an event. The first of an id stays. Whether it was new."""
        if event.id in self.events:
            return False
        declared = {name: value for name, value in event.tags.items() if name in self.dimensions}
        self.store(replace(event, customer=self.meant(event), declared=declared))
        return True

    def store(self, event: Event) -> None:
        """Stores an event as it is now. What was worked out of the events before holds no longer."""
        self.events[event.id] = event
        for name in ("duplicate_of", "calls", "runs"):
            vars(self).pop(name, None)
        if event.customer is not None:
            self.customers.setdefault(event.customer, Customer())

    def meant(self, event: Event) -> str | None:
        """The customer that an event's id means at its time."""
        for id, customer in self.customers.items():
            since = customer.aliases.get(event.customer or "")
            if since is not None and since <= event.at:
                return id
        return event.customer

    @cached_property
    def duplicate_of(self) -> dict[str, set[str]]:
        return duplicates(self.events.values())

    def counts(self, event: Event) -> bool:
        """It is a call: no step, no duplicate, not void."""
        return not event.is_step and not event.void and event.id not in self.duplicate_of

    @cached_property
    def calls(self) -> list[Event]:
        return [event for event in self.events.values() if self.counts(event)]

    @cached_property
    def runs(self) -> dict[str, list[Event]]:
        runs: dict[str, list[Event]] = defaultdict(list)
        for event in self.events.values():
            runs[event.run].append(event)
        return runs


def only(ids: Iterable[str | None]) -> dict[str, Any]:
    """The customer, where there is one only. Events without one do not make several."""
    known = {id for id in ids if id is not None}
    return {"customer": min(known) if len(known) == 1 else None, "several_customers": len(known) > 1}


def shown_aliases(customer: Customer) -> list[dict[str, Any]]:
    return [{"id": id, "since": since} for id, since in sorted(customer.aliases.items())]
