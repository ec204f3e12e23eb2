"""What the API has to answer about costs, from a list of events with filters and sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from civil import local, rfc3339, start_of_day, start_of_hour
from events import Event
from totals import Ledger, Totals, total

Json = dict[str, Any]

DIMENSIONS = ("customer", "provider", "model", "section", "key", "status", "hour", "day")
FILTERS = ("customer", "provider", "model", "section", "key", "status")

# Stands for a value that is not known beforehand.
ANY = object()


class OneOf(set[str]):
    """Stands for one of several values."""


# Customers are shown with this many models and sections.
TOP = 100


class Partial(dict[str, Any]):
    """Members that an object has among others."""


@dataclass(frozen=True)
class Window:
    """From its first instant up to, not including, its last; hours and days are those of `zone`."""

    since: int
    until: int
    zone: str

    def has(self, at: int) -> bool:
        return self.since <= at < self.until

    def shown(self) -> Json:
        return {
            "from": rfc3339(self.since, self.zone),
            "to": rfc3339(self.until, self.zone),
            "time_zone": self.zone,
            "snapped": False,
        }


@dataclass(frozen=True)
class Costs:
    """A question to `/api/v1/costs`. An empty filter means calls that have none."""

    window: Window
    group_by: tuple[str, ...] = ()
    filters: dict[str, str] = field(default_factory=dict)


def label(event: Event, dimension: str, zone: str) -> str | None:
    match dimension:
        case "hour":
            return rfc3339(start_of_hour(event.at, zone), zone)
        case "day":
            return local(event.at, zone).date().isoformat()
        case "key":
            return None  # Open mode: no key sent anything.
        case _:
            value: str | None = getattr(event, dimension)
            return value


def start_of(event: Event, group_by: tuple[str, ...], zone: str) -> int:
    """When the group of an event begins, where it is grouped by time."""
    if "hour" in group_by:
        return start_of_hour(event.at, zone)
    if "day" in group_by:
        return start_of_day(local(event.at, zone).date(), zone)
    return 0


def matching(ledger: Ledger, costs: Costs) -> list[Event]:
    """The calls that a question is about."""
    calls = [call for call in ledger.calls if costs.window.has(call.at)]
    for dimension, wanted in costs.filters.items():
        calls = [call for call in calls if label(call, dimension, costs.window.zone) == (wanted or None)]
    return calls


def groups(calls: Iterable[Event], group_by: tuple[str, ...], zone: str) -> list[Json]:
    """Time first, then the highest cost, the most calls, the labels."""
    parts: dict[tuple[int, tuple[str | None, ...]], Totals] = defaultdict(Totals)
    for call in calls:
        labels = tuple(label(call, dimension, zone) for dimension in group_by)
        parts[start_of(call, group_by, zone), labels].count(call)

    def order(part: tuple[tuple[int, tuple[str | None, ...]], Totals]) -> tuple[Any, ...]:
        (start, labels), sums = part
        return start, -sums.cost, -sums.calls, [(text is not None, text) for text in labels]

    ordered = sorted(parts.items(), key=order)
    return [dict(zip(group_by, labels)) | sums.shown() for (_, labels), sums in ordered]


def costs(ledger: Ledger, asked: Costs) -> Json:
    calls = matching(ledger, asked)
    return {
        "window": asked.window.shown(),
        "total": total(calls).shown(),
        "groups": groups(calls, asked.group_by, asked.window.zone) if asked.group_by else [],
    }


def customers(ledger: Ledger, window: Window) -> Json:
    """Every customer that was ever seen, by id."""
    spent = {id: total(matching(ledger, Costs(window, filters={"customer": id}))).shown() for id in ledger.customers}
    listed = [{"customer": id, "first_seen": ANY} | sums for id, sums in spent.items()]
    return {"window": window.shown(), "customers": listed}


def customer(ledger: Ledger, id: str, window: Window) -> Json:
    calls = matching(ledger, Costs(window, filters={"customer": id}))
    return {
        "customer": id,
        "first_seen": ANY,
        "window": window.shown(),
        "total": total(calls).shown(),
        "models": groups(calls, ("provider", "model"), window.zone)[:TOP],
        "sections": groups(calls, ("section",), window.zone)[:TOP],
        "days": groups(calls, ("day",), window.zone),
    }
