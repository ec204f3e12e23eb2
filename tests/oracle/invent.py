"""An invented ledger: events as clients send them, and the order in which they are sent.

Everything comes from one seeded generator. Times lie around real changes of the clocks, which are imported, and in
the last 33 days, which are posted. Ids, runs and customers of different tenants are the same on purpose.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from calls import TENANTS, Caller
from civil import DAY, HOUR, MINUTE, SECOND, start_of_day
from events import FLAT_FIELDS, Number, Wire
from once import FALLBACK_WINDOW, RESPONSE_WINDOW

# Clocks change on these days in New York and Havana, Europe, Lord Howe, Chatham or Casablanca, or in several of them.
CHANGES = [date(2025, 10, 5), date(2025, 11, 2)] + [
    date(2026, month, day) for month, day in [(2, 15), (3, 8), (3, 22), (3, 29), (4, 5), (9, 27), (10, 4), (10, 25), (11, 1)]
]

# How long before today the posted runs begin. A run reaches up to 30 hours further back, and the collector accepts 35
# days: a ledger of yesterday can be repeated until tonight.
OLDEST = 31 * DAY


@dataclass(frozen=True)
class Batch:
    """Events of one request, sent this many times at once."""

    events: list[Wire]
    copies: int


@dataclass(frozen=True)
class Plan:
    """Files to import one after the other, then waves of requests. Those of one wave are sent at the same time."""

    files: list[list[Wire]]
    waves: list[list[Batch]]


def encode(value: Any) -> str:
    """JSON, with numbers digit for digit."""
    match value:
        case Number():
            return value
        case dict():
            return "{" + ",".join(f"{json.dumps(name)}:{encode(member)}" for name, member in value.items()) + "}"
        case list():
            return "[" + ",".join(map(encode, value)) + "]"
        case _:
            return json.dumps(value)


class Inventor(Caller):
    """Invents events of a seed. `now` is when the posted ones end."""

    def __init__(self, seed: int, now: int) -> None:
        super().__init__(seed)
        self.now = now

    def plan(self, count: int) -> Plan:
        past = [change for change in CHANGES if start_of_day(change, "UTC") + 3 * DAY < self.now]
        history: list[Wire] = []
        recent: list[Wire] = []
        while len(history) < count // 2:
            change = self.random.choice(past)
            # Whatever the zone, its change is less than a day from that day's noon in UTC.
            noon = start_of_day(change, "UTC") + 12 * HOUR
            history += self.run(self.moment(noon - 36 * HOUR, noon + 36 * HOUR))
        while len(recent) < count - count // 2:
            recent += self.run(self.moment(self.now - OLDEST, self.now + 20 * HOUR))
        return Plan(self.files(history), self.waves(recent))

    # ------------------------------------------------------------ order of arrival

    def files(self, events: list[Wire]) -> list[list[Wire]]:
        """A few files. Some events are in two of them."""
        files = self.shuffled_into(events, len(events) // 6, len(events) // 3)
        return [file + self.random.sample(events, len(events) // 50) for file in files]

    def waves(self, events: list[Wire]) -> list[list[Batch]]:
        waves: list[list[Batch]] = []
        sent: list[Wire] = []
        batches = self.shuffled_into(events, 1, 40)
        while batches:
            wave = [batches.pop() for _ in range(min(len(batches), self.random.randint(1, 4)))]
            for batch in wave:
                # Known ids again: as they were, or with other content, which must not count.
                known = sent + batch
                again = self.random.sample(known, min(len(known), self.random.randint(0, 5)))
                batch += [self.altered(event) if self.chance(0.4) else event for event in again]
            sent += [event for batch in wave for event in batch if "altered" not in event]
            waves.append([Batch(batch, 2 if self.chance(0.25) else 1) for batch in wave])
        return waves

    def shuffled_into(self, events: list[Wire], least: int, most: int) -> list[list[Wire]]:
        shuffled = self.random.sample(events, len(events))
        parts = []
        while shuffled:
            size = self.random.randint(max(1, least), max(1, most))
            parts.append(shuffled[:size])
            del shuffled[:size]
        return parts

    def altered(self, event: Wire) -> Wire:
        return event | {"customer_id": "nobody", "cost_usd": Number("77"), "altered": True}

    # ------------------------------------------------------------ runs

    def run(self, at: int) -> list[Wire]:
        """The events of one run, or of two that have a call in common."""
        tenant = self.random.choice(list(TENANTS))
        shape = self.random.choice(
            [self.single, self.single, self.wrapped, self.seen_below, self.answered_twice, self.knot]
        )
        return shape(tenant, at)

    def single(self, tenant: str, at: int) -> list[Wire]:
        event = self.call(tenant, at)
        if self.chance(0.3):
            del event["run_id"]
        return [event]

    def wrapped(self, tenant: str, at: int) -> list[Wire]:
        """Spans around a call. Most report it again; the HTTP layer may have seen it too."""
        leaf = self.call(tenant, at)
        depth = self.random.randint(2, 5)
        spans = []
        for level in range(depth - 1):
            around = self.again(leaf) if self.chance(0.6) else self.step(tenant, at) | {"run_id": leaf["run_id"]}
            spans.append(self.timed(self.inside(around, level), at + level * self.random.randint(0, SECOND)))
        spans.append(self.timed(self.inside(leaf, depth - 1), at + depth * SECOND))
        if self.chance(0.4):
            below = self.again(leaf) | {"span_id": "below", "span_type": "http_fallback"}
            spans.append(self.timed(below, at + self.random.randint(0, depth) * SECOND))
        if self.chance(0.2):
            spans.append(self.timed(self.again(leaf) | {"span_id": "sibling"}, at + MINUTE))
        return spans

    def seen_below(self, tenant: str, at: int) -> list[Wire]:
        """A call and what the HTTP layer saw of it, at about the same time."""
        direct = self.call(tenant, at) | {"span_id": "direct"}
        apart = self.random.choice([0, SECOND, FALLBACK_WINDOW, FALLBACK_WINDOW + 1, -FALLBACK_WINDOW])
        below = self.again(direct) | {"span_id": "below", "span_type": "http_fallback"}
        if self.chance(0.2):
            below["input_tokens"] = Number("7")
        elif self.chance(0.3):
            below = {name: value for name, value in below.items() if name not in (*FLAT_FIELDS, "usage")}
        return [direct, self.timed(below, at + apart)]

    def answered_twice(self, tenant: str, at: int) -> list[Wire]:
        """Reports with the same response id, not always of the same run, some around others without it."""
        response = {"response_id": f"resp-{self.random.randrange(10**9)}"}
        first = self.call(tenant, at)
        reports = []
        for number in range(self.random.randint(2, 3)):
            apart = self.random.choice([0, SECOND, HOUR, -RESPONSE_WINDOW, -RESPONSE_WINDOW - 1, -30 * HOUR])
            report = self.again(first) if self.chance(0.5) else self.call(tenant, at)
            report |= {"span_id": f"s{number}"}
            reports.append(self.timed(report | response, at + apart))
            if self.chance(0.4):
                inside = {"span_id": f"in s{number}", "parent_span_id": f"s{number}"}
                reports.append(self.timed(self.again(report) | inside, at + apart + SECOND))
        return reports

    def knot(self, tenant: str, at: int) -> list[Wire]:
        """Reports that have all sorts of things in common, circles included."""
        one, other = self.call(tenant, at), self.call(tenant, at)
        responses = [f"resp-{self.random.randrange(10**9)}" for _ in range(2)]
        spans = ["a", "b", "c", "d", "e"]
        longest = self.random.choice([MINUTE, MINUTE, 30 * HOUR])
        knot = []
        for _ in range(self.random.randint(3, 7)):
            event = self.again(self.random.choice([one, one, other]))
            event |= {"run_id": one["run_id"], "span_id": self.random.choice(spans)}
            if self.chance(0.7):
                event["parent_span_id"] = self.random.choice(spans)
            if self.chance(0.3):
                event["response_id"] = self.random.choice(responses)
            if self.chance(0.3):
                event["span_type"] = self.random.choice(["http_fallback", "agent", "tool"])
            knot.append(self.timed(event, at - self.random.randrange(longest)))
        return knot

    def again(self, event: Wire) -> Wire:
        """The same call, reported once more. Others may put another figure on it."""
        other = event | {"id": self.id(event.get("tenant_id", "default_tenant"))}
        return other | {"cost_usd": self.figure()} if self.chance(0.2) else other

    def inside(self, event: Wire, level: int) -> Wire:
        """The event inside the span of the level above."""
        return event | {"span_id": f"s{level}"} | ({"parent_span_id": f"s{level - 1}"} if level else {})
