"""Random questions, each with the answer that it must get."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import quote, urlencode

import answers
import runs
from answers import Costs, Json, Window
from civil import DAY, HOUR, MINUTE, last_days, local, micros, start_of_day, utc
from events import Event
from invent import TENANTS
from runs import Runs
from totals import Ledger

ZONES = [
    *sorted(TENANTS.values()),
    "Europe/Amsterdam",
    "Europe/London",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "Africa/Cairo",
]

# Days of the longest windows. An answer has at most 10,000 hours.
LONGEST, LONGEST_OF_HOURS = 500, 400

Params = dict[str, str]
Edges = tuple[str | None, str | None]


@dataclass(frozen=True)
class Question:
    """What is asked, and what must come back."""

    path: str
    params: Params
    expected: Json
    entries: str | None = None
    """The member that comes in pages."""

    @property
    def is_table(self) -> bool:
        return self.params.get("format") == "csv"

    def __str__(self) -> str:
        return f"GET {self.path}?{urlencode(self.params)}"


class Asker:
    """Asks about ledgers. Whatever it draws, it draws from one seeded generator."""

    def __init__(self, seed: int, ledgers: dict[str, Ledger]) -> None:
        self.random = random.Random(seed)
        self.ledgers = ledgers

    def question(self) -> Question:
        tenant = self.random.choice([name for name, ledger in self.ledgers.items() if ledger.events])
        kinds = [self.costs] * 14 + [self.customers, self.customer, self.runs, self.runs, self.run, self.run]
        ask: Callable[[str, Ledger], Question] = self.random.choice(kinds)
        return ask(tenant, self.ledgers[tenant])

    def every_run(self) -> Iterator[Question]:
        """Each run once: what differs there names the events."""
        for tenant, ledger in self.ledgers.items():
            for id in ledger.runs:
                yield self.run(tenant, ledger, id)

    def costs(self, tenant: str, ledger: Ledger) -> Question:
        group_by = self.group_by()
        longest = LONGEST_OF_HOURS if "hour" in group_by else LONGEST
        params, window = self.window(ledger, longest)
        params["tenant_id"] = tenant
        if group_by:
            params["group_by"] = ",".join(group_by)
        filters = {name: self.filter(ledger, name) for name in answers.FILTERS if self.chance(0.12)}
        expected = answers.costs(ledger, Costs(window, group_by, filters))
        if self.chance(0.15):
            params["format"] = "csv"
        return self.paged("/api/v1/costs", params | filters, expected, "groups", 10_000)

    def customers(self, tenant: str, ledger: Ledger) -> Question:
        params, window = self.window(ledger)
        expected = answers.customers(ledger, window)
        return self.paged("/api/v1/customers", params | {"tenant_id": tenant}, expected, "customers")

    def customer(self, tenant: str, ledger: Ledger) -> Question:
        params, window = self.window(ledger)
        id = self.random.choice(ledger.customers)
        path = f"/api/v1/customers/{quote(id, safe='')}"
        return Question(path, params | {"tenant_id": tenant}, answers.customer(ledger, id, window))

    def runs(self, tenant: str, ledger: Ledger) -> Question:
        params, window = self.window(ledger)
        params["tenant_id"] = tenant
        customer = self.filter(ledger, "customer") if self.chance(0.3) else None
        if customer is not None:
            params["customer"] = customer
        some = self.event(ledger)
        call = {
            name: str(getattr(some, name))
            for name in ("provider", "model", "section")
            if self.chance(0.15) and getattr(some, name) is not None
        }
        failed = self.random.choice([None, None, None, True, False])
        if failed is not None:
            params["failed"] = str(failed).lower()
        asked = Runs(window, customer, call, failed, self.random.choice(["time", "cost", "calls"]))
        if asked.sort != "time" or self.chance(0.5):
            params["sort"] = asked.sort
        return self.paged("/api/v1/runs", params | call, runs.runs(ledger, asked), "runs")

    def run(self, tenant: str, ledger: Ledger, id: str | None = None) -> Question:
        id = id or self.random.choice(list(ledger.runs))
        path = f"/api/v1/runs/{quote(id, safe='')}"
        return Question(path, {"tenant_id": tenant}, runs.run(ledger, id))

    # ------------------------------------------------------------ parts of questions

    def paged(self, path: str, params: Params, expected: Json, entries: str, most: int = 1_000) -> Question:
        """The question with a limit that makes a few pages."""
        count = len(expected[entries])
        if count > 100 or self.chance(0.7):
            params["limit"] = str(self.random.randint(min(most, count // 6 + 1), min(most, count + 2)))
        return Question(path, params, expected, entries)

    def group_by(self) -> tuple[str, ...]:
        if self.chance(0.1):
            return ()
        weights = {"hour": 0.2, "day": 0.3, "key": 0.1, "customer": 0.4}
        chosen = [name for name in answers.DIMENSIONS if self.chance(weights.get(name, 0.25))]
        self.random.shuffle(chosen)
        return tuple(chosen)

    def filter(self, ledger: Ledger, dimension: str) -> str:
        if self.chance(0.2):
            return self.random.choice(["", "never seen"])
        return answers.label(self.event(ledger), dimension, "UTC") or ""

    def event(self, ledger: Ledger) -> Event:
        return self.random.choice(list(ledger.events.values()))

    # ------------------------------------------------------------ windows

    def window(self, ledger: Ledger, longest: int = LONGEST) -> tuple[Params, Window]:
        """A window of at most `longest` days near some event, with the parameters that name it."""
        zone = self.random.choice(ZONES) if self.chance(0.4) else None
        params = {} if zone is None else {"time_zone": zone}
        zone = zone or ledger.zone
        edges = self.random.choice([self.days, self.days, self.ragged, self.even, self.exact, self.default])
        since, until = edges(ledger, zone, self.random.choice([1, 3, 12, longest, longest]))
        for name, edge in (("from", since), ("to", until)):
            if edge is not None:
                params[name] = edge
        return params, self.read(since, until, zone)

    def read(self, since: str | None, until: str | None, zone: str) -> Window:
        """What a window's parameters mean."""

        def instant(text: str) -> int:
            if "T" in text:
                return micros(datetime.fromisoformat(text))
            return start_of_day(date.fromisoformat(text), zone)

        now = micros(datetime.now(UTC))
        end = last_days(1, now, zone)[1] if until is None else instant(until)
        start = last_days(30, end - 1, zone)[0] if since is None else instant(since)
        return Window(start, end, zone)

    def days(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        first = local(self.event(ledger).at, zone).date() - timedelta(days=self.random.randrange(longest))
        return first.isoformat(), (first + timedelta(days=self.random.randint(1, longest))).isoformat()

    def ragged(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        length = self.random.choice([MINUTE, HOUR, longest * DAY])
        start = self.event(ledger).at - self.random.randrange(length)
        return self.instant(start), self.instant(start + self.random.randint(1, length))

    def even(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """Whole quarters or hours."""
        unit = self.random.choice([15 * MINUTE, HOUR])
        start = self.event(ledger).at // unit * unit - self.random.randrange(20) * unit
        return self.instant(start), self.instant(start + self.random.randint(1, longest * DAY // unit) * unit)

    def exact(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """Edges on events: the first is inside, the last is not."""
        events = sorted([self.event(ledger).at, self.event(ledger).at])
        start = events[0] + self.random.randint(-1, 1)
        end = min(events[1], start + longest * DAY) + self.random.randint(-1, 1)
        return self.instant(start), self.instant(max(end, start + 1))

    def default(self, ledger: Ledger, zone: str, longest: int) -> Edges:
        """An edge that is not named: 30 days, today included."""
        if longest < LONGEST:
            return self.days(ledger, zone, longest)
        if self.chance(0.3):
            return None, None
        known = local(self.event(ledger).at, zone).date().isoformat()
        today = local(micros(datetime.now(UTC)), zone).date().isoformat()
        return (known, None) if known <= today and self.chance(0.5) else (None, known)

    def instant(self, at: int) -> str:
        offset = timezone(timedelta(minutes=self.random.choice([0, 0, 330, -300])))
        return utc(at).astimezone(offset).isoformat().replace("+00:00", "Z")

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability
