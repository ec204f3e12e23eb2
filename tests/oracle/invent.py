"""An invented ledger: events as clients send them, and the order in which they are sent.

Everything comes from one seeded generator. Times lie around real changes of the clocks, which are imported, and in
the last 33 days, which are posted. Ids, runs and customers of different tenants are the same on purpose.
"""

from __future__ import annotations

import json
import random
import uuid
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import Any

from civil import DAY, HOUR, MINUTE, SECOND, start_of_day, utc
from events import FLAT_FIELDS, Number, Wire
from once import FALLBACK_WINDOW, RESPONSE_WINDOW

TENANTS = {
    "default_tenant": "UTC",
    "new-york": "America/New_York",
    "lord.howe": "Australia/Lord_Howe",
    "kathmandu": "Asia/Kathmandu",
    # Where midnight happens twice a year, or not at all.
    "havana": "America/Havana",
}

# Clocks change on these days in New York and Havana, Europe, Lord Howe, or in several of them.
CHANGES = [date(2025, 10, 5), date(2025, 11, 2)] + [
    date(2026, month, day) for month, day in [(3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1)]
]

CUSTOMERS = ["alice", "bob", "Zoë", 'o"brien, the 3rd', "=1+1", "100%/x?y&z+", "東京", 42]
SECTIONS = ["agent:research", "tool:web", "feature/chat", "-dash", "answers, long"]
STATUSES = ["ok", "ok", "ok", "success", "error", "cancelled", "rate_limited", "Timeout"]
UNPRICED = [("acme-labs", "acme-1"), ("acme-labs", "acme-2"), ("Acme-Labs", None), ("zeta", "gpt-4o")]
PRICED = [
    ("openai", "gpt-4o-mini"),
    ("openai", "gpt-4o"),
    ("openai", "text-embedding-3-small"),
    ("anthropic", "claude-3-5-haiku-20241022"),
    ("perplexity", "sonar"),
]
STEPS = [
    ("agent", "acme-labs"),
    ("tool", "openai"),
    ("workflow", "internal"),
    ("llm", "internal"),
    ("llm", "voice_pipeline"),
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


class Inventor:
    """Invents events of a seed. `now` is when the posted ones end."""

    def __init__(self, seed: int, now: int) -> None:
        self.random = random.Random(seed)
        self.now = now
        self.ids = dict.fromkeys(TENANTS, 0)

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

    # ------------------------------------------------------------ events

    def call(self, tenant: str, at: int) -> Wire:
        event: Wire = {"id": self.id(tenant), "tenant_id": tenant, "run_id": f"run {self.ids[tenant]}"}
        if tenant == "default_tenant" and self.chance(0.5):
            del event["tenant_id"]
        provider, model = self.random.choice(UNPRICED if self.chance(0.6) else PRICED)
        event |= {"provider": provider, "status": self.random.choice(STATUSES)}
        if model:
            event["model"] = model
        if event["status"] == "ok" and self.chance(0.5):
            del event["status"]
        if self.chance(0.75):
            event["customer_id"] = self.customer()
        if self.chance(0.8):
            event["section"] = self.random.choice(SECTIONS)
        if self.chance(0.15):
            event["paid_by"] = "customer"
        if self.chance(0.7):
            event["latency_ms"] = Number(self.random.choice(["0", "12", "345.678", "1e3", "0.0005", "88.4671"]))
        if self.chance(0.7 if (provider, model) in UNPRICED else 0.2):
            event["cost_usd"] = self.figure()
        return self.timed(event | self.usage(), at)

    def step(self, tenant: str, at: int) -> Wire:
        span_type, provider = self.random.choice(STEPS)
        return self.call(tenant, at) | {"span_type": span_type, "provider": provider}

    def usage(self) -> Wire:
        tokens = self.tokens
        flat: Wire = {"input_tokens": tokens()}
        if self.chance(0.8):
            flat["output_tokens"] = tokens()
        if self.chance(0.3):
            flat["cached_tokens"] = tokens()
        kinds = {"input": tokens(), "output": tokens(), "cache_creation_input_tokens": tokens(), "reasoning": tokens()}
        for kind in self.random.sample(list(kinds), self.random.randint(0, 2)):
            del kinds[kind]
        if self.chance(0.2):
            kinds["cache_write_1h"] = tokens()
        if self.chance(0.1):
            kinds["gpu_seconds"] = Number("61.5")
        # Where both are sent the object counts.
        return self.random.choice([{}, flat, flat, flat, {"usage": kinds}, {"usage": kinds}, flat | {"usage": kinds}])

    def tokens(self) -> Number:
        some = [0, 1, 3, 10, 15, self.random.randrange(100, 5_000), self.random.randrange(10**6)]
        units = self.random.choice(some)
        return Number(self.random.choice([f"{units}", f"{units}", f"{units}.0", f"{units}e0"]))

    def figure(self) -> Number | str:
        """What a client may say a call cost, ties and floats among it."""
        whole, digits = self.random.choice(["0", "0", "3"]), self.random.randrange(10**9)
        tiny = self.random.randrange(10)
        text = self.random.choice(
            [
                f"{whole}.{digits:09}",
                f"{whole}.{digits:09}5",
                f"0.00000000{tiny}5",
                # Rounded at once it would go up; rounded to 15 digits first it is a tie.
                f"0.00000000{tiny}50000000000000001",
                f"1.23456789{tiny}123455",
                f"{self.random.random() * 0.01!r}",
                f"{digits}e-12",
                f"{digits}E-7",
                "0",
                "0.0",
                "4e-10",
            ]
        )
        return text if self.chance(0.1) else Number(text)

    def customer(self) -> str | Number:
        customer = self.random.choice(CUSTOMERS)
        return Number(customer) if isinstance(customer, int) else str(customer)

    def id(self, tenant: str) -> str:
        """The tenants' ids are the same ones."""
        self.ids[tenant] += 1
        count = self.ids[tenant]
        if count % 10 == 0:
            return str(uuid.UUID(int=count << 64 | 0x8000_0000_0000_0000, version=4))
        return f"event/{count}"

    # ------------------------------------------------------------ times

    def moment(self, since: int, until: int) -> int:
        """A time; often exactly on a border, or just before one."""
        at = self.random.randrange(since, until)
        border = self.random.choice([1, 1, MINUTE, 15 * MINUTE, HOUR, DAY])
        return at - at % border - (self.random.random() < 0.2)

    def timed(self, event: Wire, at: int) -> Wire:
        """The event at a time, written in one of the ways that are understood."""
        if self.chance(0.2):
            return event | {"timestamp": Number(f"{at // 1000}.{at % 1000:03}")}
        offset = timezone(timedelta(minutes=self.random.choice([0, 0, 345, -570])))
        text = utc(at).astimezone(offset).isoformat()
        return event | {"timestamp": text.replace("+00:00", "Z")}

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability
