"""What the API has to answer about costs, from a list of events with filters and sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from book import Ledger, shown_aliases
from civil import local, rfc3339, start_of_day, start_of_hour
from events import Event
from totals import Totals, change, total

Json = dict[str, Any]

FILTERS = (
    *("customer", "provider", "model", "section", "section_path", "key", "status", "price_state", "environment"),
    *("user", "session", "tag:team", "tag:tier"),
)
DIMENSIONS = (*FILTERS, "hour", "day")
TIMES = {"hour", "day"}

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

    def previous(self) -> Window:
        """As many civil days before, where it is whole days; else as long."""
        first, end = (local(at, self.zone).date() for at in (self.since, self.until))
        if (self.since, self.until) == (start_of_day(first, self.zone), start_of_day(end, self.zone)):
            return Window(start_of_day(first - (end - first), self.zone), self.since, self.zone)
        return Window(self.since - (self.until - self.since), self.since, self.zone)

    @property
    def is_empty(self) -> bool:
        return self.since >= self.until

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
    compare: Window | None = None
    top: int | None = None


def label(event: Event, dimension: str, zone: str) -> str | None:
    if dimension.startswith("tag:"):
        return event.declared.get(dimension.removeprefix("tag:"))
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


def holds(event: Event, filters: dict[str, str], zone: str) -> bool:
    """Every filter: `name` is the value, `name!` is another one."""
    return all(
        (label(event, name.removesuffix("!"), zone) == (value or None)) != name.endswith("!")
        for name, value in filters.items()
    )


def matching(ledger: Ledger, costs: Costs) -> list[Event]:
    """The calls that a question is about."""
    window = costs.window
    return [call for call in ledger.calls if window.has(call.at) and holds(call, costs.filters, window.zone)]


Labels = tuple[str | None, ...]


@dataclass
class Group:
    """Calls that have their labels in common, in the window and in the one that it is compared with."""

    start: int
    labels: Labels
    now: Totals = field(default_factory=Totals)
    before: Totals = field(default_factory=Totals)

    def order(self) -> tuple[Any, ...]:
        """Time first, then the highest cost, the most calls, the labels."""
        return self.start, -self.now.cost, -self.now.calls, in_order_of_text(self.labels)

    def shown(self, compared: bool) -> Json:
        return self.now.shown() | (change(self.now, self.before) if compared else {})


def in_order_of_text(labels: Iterable[str | None]) -> list[tuple[bool, str]]:
    return [(text is not None, text or "") for text in labels]


def grouped(now: list[Event], before: list[Event], group_by: tuple[str, ...], zone: str) -> list[Group]:
    parts: dict[tuple[int, Labels], Group] = {}
    for calls, is_now in ((now, True), (before, False)):
        for call in calls:
            labels = tuple(label(call, dimension, zone) for dimension in group_by)
            start = start_of(call, group_by, zone)
            group = parts.setdefault((start, labels), Group(start, labels))
            (group.now if is_now else group.before).count(call)
    return sorted(parts.values(), key=Group.order)


def groups(calls: list[Event], group_by: tuple[str, ...], zone: str) -> list[Json]:
    found = grouped(calls, [], group_by, zone)
    return [dict(zip(group_by, group.labels)) | group.now.shown() for group in found]


def costs(ledger: Ledger, asked: Costs) -> Json:
    zone, by = asked.window.zone, asked.group_by
    compared = asked.compare is not None
    now = matching(ledger, asked)
    before = matching(ledger, Costs(asked.compare, filters=asked.filters)) if asked.compare else []
    found = grouped(now, before, by, zone) if by else []
    answer: Json = {"window": asked.window.shown(), "total": total(now).shown()}
    if asked.compare:
        answer |= {"compared_window": asked.compare.shown(), "compared": change(total(now), total(before))}
    if asked.top is not None:
        found, answer["rest"] = top(found, by, asked.top, compared)
    answer["groups"] = [dict(zip(by, group.labels)) | group.shown(compared) for group in found]
    return answer


def top(found: list[Group], by: tuple[str, ...], count: int, compared: bool) -> tuple[list[Group], list[Json]]:
    """The costliest groups over all times, and for each time what the others add up to."""

    def name(group: Group) -> Labels:
        return tuple(text for text, dimension in zip(group.labels, by) if dimension not in TIMES)

    whole: dict[Labels, Totals] = defaultdict(Totals)
    for group in found:
        whole[name(group)] = whole[name(group)] + group.now
    order = sorted(whole, key=lambda key: (-whole[key].cost, -whole[key].calls, in_order_of_text(key)))
    shown = set(order[:count])
    others: dict[int, list[Group]] = defaultdict(list)
    for group in found:
        if name(group) not in shown:
            others[group.start].append(group)
    rest = []
    for start, members in others.items():
        times = {by: text for by, text in zip(by, members[0].labels) if by in TIMES}
        now, before = (sum(totals, Totals()) for totals in zip(*((one.now, one.before) for one in members)))
        rest.append({"groups": len(members)} | times | Group(start, (), now, before).shown(compared))
    return [group for group in found if name(group) in shown], rest


def customers(ledger: Ledger, window: Window) -> Json:
    """Every customer that was ever seen, by id."""
    spent = {id: total(matching(ledger, Costs(window, filters={"customer": id}))).shown() for id in ledger.customers}
    seen = sorted(spent.items())
    listed = [{"customer": id, "first_seen": ANY} | ledger.customers[id].notes | sums for id, sums in seen]
    return {"window": window.shown(), "customers": listed}


def customer(ledger: Ledger, id: str, window: Window) -> Json:
    calls = matching(ledger, Costs(window, filters={"customer": id}))
    return {
        "customer": id,
        "first_seen": ANY,
        "aliases": shown_aliases(ledger.customers[id]),
        "alias_of": next((other for other, known in ledger.customers.items() if id in known.aliases), None),
        "window": window.shown(),
        "total": total(calls).shown(),
        "models": groups(calls, ("provider", "model"), window.zone)[:TOP],
        "sections": groups(calls, ("section",), window.zone)[:TOP],
        "days": groups(calls, ("day",), window.zone),
    } | ledger.customers[id].notes
