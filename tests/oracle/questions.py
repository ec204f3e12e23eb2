"""Random questions, each with the answer that it must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

import answers
import lists
import runs
from answers import TIMES, Costs, Json, Window, matching
from book import Ledger
from runs import Runs
from summary import summary
from totals import total
from windows import LONGEST, LONGEST_OF_HOURS, ZONES, Params, Windows

PERIODS = ["today", "yesterday", "week", "month", "last_month", "quarter", "year"]
PERIODS += ["2025", "2025-Q4", "2026-Q1", "2025-11", "2026-03", "2026-02", "2026-10-25", "2026-03-08", "2026-04-05"]

# Most entries of a page.
MOST = {"groups": 10_000, "models": 10_000}

WINDOW_REFUSED = {"status": 400, "code": "invalid_parameter"}


@dataclass(frozen=True)
class Question:
    """What is asked, and what must come back."""

    path: str
    params: Params
    expected: Json
    entries: str | None = None
    """The member that comes in pages, or as a table."""
    table: str | None = None
    """The form of table in which it is asked for too: the same, row for row."""
    total: Json | None = None
    """What the entries have to add up to; of costs, the answer tells it itself."""
    at: Callable[[int], Json] | None = None
    """What must come back at an instant, where that is now."""

    @property
    def is_refused(self) -> bool:
        return self.expected is WINDOW_REFUSED

    def __str__(self) -> str:
        asked = self.params | ({"format": self.table} if self.table else {})
        return f"GET {self.path}?{urlencode(asked)}"


class Asker(Windows):
    """Asks about ledgers. Whatever it draws, it draws from one seeded generator."""

    def __init__(self, seed: int, ledgers: dict[str, Ledger]) -> None:
        super().__init__(seed)
        self.ledgers = ledgers

    def question(self) -> Question:
        tenant = self.random.choice([name for name, ledger in self.ledgers.items() if ledger.events])
        kinds = [self.costs] * 14 + [self.customers, self.customer, self.runs, self.runs, self.run, self.run, self.one]
        kinds += [self.models, self.sections, self.users, self.sessions, self.events, self.summary] * 2
        ask: Callable[[str, Ledger], Question] = self.random.choice(kinds)
        return ask(tenant, self.ledgers[tenant])

    def every_run(self) -> Iterator[Question]:
        """Each run once: what differs there names the events."""
        for tenant, ledger in self.ledgers.items():
            for id in ledger.runs:
                yield self.run(tenant, ledger, id)

    def costs(self, tenant: str, ledger: Ledger) -> Question:
        group_by = self.group_by()
        params, asked = self.about(tenant, ledger, LONGEST_OF_HOURS if "hour" in group_by else LONGEST)
        if group_by:
            params["group_by"] = ",".join(group_by)
        asked = replace(asked, group_by=group_by)
        if not TIMES & {*group_by} and not asked.window.is_empty and self.chance(0.3):
            more, other = self.compared(ledger, asked.window)
            params |= more
            asked = replace(asked, compare=other)
        if self.chance(0.25):
            asked = replace(asked, top=self.random.choice([1, 2, 5, 20, 1000]))
            params["top"] = str(asked.top)
        return self.listed("/api/v1/costs", params, asked, "groups", lambda: answers.costs(ledger, asked))

    def customers(self, tenant: str, ledger: Ledger) -> Question:
        params, window = self.window(ledger)
        params["tenant_id"] = tenant
        answer = lambda: answers.customers(ledger, window)  # noqa: E731
        return self.listed("/api/v1/customers", params, Costs(window), "customers", answer)

    def customer(self, tenant: str, ledger: Ledger) -> Question:
        params, window = self.window(ledger)
        id = self.random.choice(list(ledger.customers))
        path = f"/api/v1/customers/{quote(id, safe='')}"
        expected = WINDOW_REFUSED if window.is_empty else answers.customer(ledger, id, window)
        return Question(path, params | {"tenant_id": tenant}, expected)

    def models(self, tenant: str, ledger: Ledger) -> Question:
        params, asked = self.about(tenant, ledger)
        question = self.listed("/api/v1/models", params, asked, "models", lambda: lists.models(ledger, asked))
        return replace(question, total=total(matching(ledger, asked)).shown())

    def sections(self, tenant: str, ledger: Ledger) -> Question:
        params, asked = self.about(tenant, ledger)
        expected = WINDOW_REFUSED if asked.window.is_empty else lists.sections(ledger, asked)
        whole = total(matching(ledger, asked)).shown()
        return Question("/api/v1/sections", params, expected, "sections", self.table(), whole)

    def users(self, tenant: str, ledger: Ledger) -> Question:
        return self.people(tenant, ledger, "user")

    def sessions(self, tenant: str, ledger: Ledger) -> Question:
        return self.people(tenant, ledger, "session")

    def people(self, tenant: str, ledger: Ledger, by: str) -> Question:
        params, asked = self.about(tenant, ledger)
        return self.listed(f"/api/v1/{by}s", params, asked, "entries", lambda: lists.people(ledger, asked, by))

    def events(self, tenant: str, ledger: Ledger) -> Question:
        params, asked = self.about(tenant, ledger)
        question = self.listed("/api/v1/events", params, asked, "events", lambda: lists.events(ledger, asked))
        return replace(question, total=total(matching(ledger, asked)).shown())

    def one(self, tenant: str, ledger: Ledger) -> Question:
        event = self.event(ledger)
        path = f"/api/v1/events/{quote(event.id, safe='')}"
        return Question(path, {"tenant_id": tenant}, runs.event_view(ledger, event))

    def summary(self, tenant: str, ledger: Ledger) -> Question:
        zone = self.random.choice(ZONES) if self.chance(0.5) else None
        period = self.random.choice(PERIODS) if self.chance(0.6) else None
        filters = self.filters(ledger)
        named = {"time_zone": zone, "period": period}
        params = {"tenant_id": tenant} | filters | {name: text for name, text in named.items() if text}

        def at(now: int) -> Json:
            return summary(ledger, filters, zone or ledger.zone, period, now)

        return Question("/api/v1/summary", params, {}, at=at)

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
        return self.listed("/api/v1/runs", params | call, Costs(window), "runs", lambda: runs.runs(ledger, asked))

    def run(self, tenant: str, ledger: Ledger, id: str | None = None) -> Question:
        id = id or self.random.choice(list(ledger.runs))
        path = f"/api/v1/runs/{quote(id, safe='')}"
        return Question(path, {"tenant_id": tenant}, runs.run(ledger, id))

    # ------------------------------------------------------------ parts of questions

    def about(self, tenant: str, ledger: Ledger, longest: int = LONGEST) -> tuple[Params, Costs]:
        """A window and filters."""
        params, window = self.window(ledger, longest)
        filters = self.filters(ledger)
        return params | {"tenant_id": tenant} | filters, Costs(window, filters=filters)

    def listed(self, path: str, params: Params, asked: Costs, entries: str, answer: Callable[[], Json]) -> Question:
        """A list: with a limit that makes a few pages, or not; perhaps as a table too."""
        if asked.window.is_empty:
            return Question(path, params, WINDOW_REFUSED)
        expected = answer()
        count, most = len(expected[entries]), MOST.get(entries, 1_000)
        if self.chance(0.6):
            params["limit"] = str(self.random.randint(min(most, count // 6 + 1), min(most, count + 2)))
        return Question(path, params, expected, entries, self.table())

    def table(self) -> str | None:
        return self.random.choice(["csv", "ndjson"]) if self.chance(0.2) else None

    def group_by(self) -> tuple[str, ...]:
        if self.chance(0.1):
            return ()
        weights = {"hour": 0.15, "day": 0.25, "key": 0.05, "customer": 0.35, "user": 0.1, "session": 0.1}
        chosen: list[Any] = [name for name in answers.DIMENSIONS if self.chance(weights.get(name, 0.15))]
        self.random.shuffle(chosen)
        return tuple(chosen)

    def filters(self, ledger: Ledger) -> dict[str, str]:
        chosen: dict[str, str] = {}
        for name in answers.FILTERS:
            if self.chance(0.1):
                chosen[name + self.random.choice(["", "", "!"])] = self.filter(ledger, name)
        return chosen

    def filter(self, ledger: Ledger, dimension: str) -> str:
        if self.chance(0.2):
            return self.random.choice(["", "never seen"])
        return answers.label(self.event(ledger), dimension, "UTC") or ""
