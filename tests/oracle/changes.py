"""Changes of what was stored, made while events arrive: declared tags, other ids of customers, voided events, events
that become another customer's, and some of it taken back."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from answers import Json, Partial
from book import Customer, Ledger
from civil import local, rfc3339, start_of_day
from events import Event
from program import Broken, Collector
from report import Report
from totals import total, usd

# Seconds that a revision may take.
PATIENCE = 60


@dataclass(frozen=True)
class Change:
    """A request that changes a tenant, and what becomes of it."""

    tenant: str
    method: str
    path: str
    body: Json
    revision: Json | None = None
    """The revision that it makes, once that is done."""
    undoes: bool = False
    """It takes the revision before back."""


class Changer:
    """Thinks of changes of a ledger, and makes them there."""

    def __init__(self, seed: int, tenant: str, ledger: Ledger) -> None:
        self.random = random.Random(f"{seed} {tenant}")
        self.tenant, self.ledger = tenant, ledger

    def first(self) -> list[Change]:
        """Before the first event."""
        return [self.declare(["tier"])]

    def midway(self) -> list[Change]:
        day = (local(self.some(1)[0].at, self.ledger.zone).date() - timedelta(days=1)).isoformat()
        ann = {"name": "Alice & co", "plan": "=pro", "labels": {"region": "eu", "a": "ü"}}
        return [
            self.declare(["tier", "team"]),
            self.note("alice", ann, {"bob": day}),
            self.note("Zoë", {"plan": "free"}, {"東京": None, "ghost": None}),
            self.void(25),
            self.reassign(None, "alice"),
            self.reassign('o"brien, the 3rd', None),
            *self.and_back(self.void, 15),
            *self.and_back(self.reassign, "42", "new one"),
        ]

    def last(self) -> list[Change]:
        return [self.void(10), self.reassign("alice", "Zoë"), self.note("100%/x?y&z+", {"name": "per cent"}, {})]

    # ------------------------------------------------------------ kinds

    def declare(self, names: list[str]) -> Change:
        self.ledger.dimensions = names
        return Change(self.tenant, "PATCH", "/api/v1/settings", {"tag_dimensions": names})

    def note(self, id: str, notes: Json, aliases: dict[str, str | None]) -> Change:
        """What is noted about a customer, and since which day other ids mean it."""
        listed = [{"id": alias} | ({"since": day} if day else {}) for alias, day in aliases.items()]
        since = {alias: start_of_day_or_always(day, self.ledger.zone) for alias, day in aliases.items()}
        customer = self.ledger.customers.setdefault(id, Customer())
        customer.notes |= notes
        customer.aliases = since

        def meant(event: Event) -> Event:
            mine = event.customer in since and since[event.customer] <= event.at
            return replace(event, customer=id) if mine else event

        # Ids that nobody has seen have no events to move.
        seen = any(alias in self.ledger.customers for alias in aliases)
        revision = self.make("reassign", meant) if seen else None
        path = f"/api/v1/customers/{quote(id, safe='')}"
        return Change(self.tenant, "PUT", path, notes | {"aliases": listed}, revision)

    def void(self, count: int) -> Change:
        ids = [event.id for event in self.some(count)]

        def judge(event: Event) -> Event:
            return replace(event, void=True) if event.id in ids and not event.is_step else event

        return self.revise({"kind": "void", "events": ids}, judge)

    def reassign(self, origin: str | None, to: str | None) -> Change:
        since, until = sorted(event.at for event in self.some(2))
        until += 1

        def judge(event: Event) -> Event:
            mine = event.customer == origin and since <= event.at < until
            return replace(event, customer=to) if mine else event

        window = {"since": rfc3339(since, "Asia/Kolkata"), "until": rfc3339(until, "UTC")}
        return self.revise({"kind": "reassign", "from": origin, "to": to} | window, judge)

    def and_back(self, change: Callable[..., Change], *arguments: Any) -> list[Change]:
        before = dict(self.ledger.events)
        return [change(*arguments), replace(self.revise({"kind": "undo"}, lambda event: before[event.id]), undoes=True)]

    def revise(self, request: Json, judge: Callable[[Event], Event]) -> Change:
        body = request | {"reason": "said so"}
        return Change(self.tenant, "POST", "/api/v1/revisions", body, self.make(request["kind"], judge))

    def make(self, kind: str, judge: Callable[[Event], Event]) -> Json:
        """Changes events. The revision as it must be told."""
        before = total(self.ledger.calls).cost
        found = [(event, judge(event)) for event in list(self.ledger.events.values())]
        changed = [after for event, after in found if after != event]
        for event in changed:
            self.ledger.store(event)
        cost = usd(total(self.ledger.calls).cost - before)
        return Partial(kind=kind, changed_events=len(changed), cost_change_usd=cost, undone_by=None)

    def some(self, count: int) -> list[Event]:
        return self.random.sample(list(self.ledger.events.values()), min(count, len(self.ledger.events)))


def start_of_day_or_always(day: str | None, zone: str) -> int:
    return start_of_day(date.fromisoformat(day), zone) if day else 0


# ---------------------------------------------------------------- sending


def send(collector: Collector, changes: Iterable[Change], report: Report) -> None:
    """Makes changes one after the other, each when the one before is done."""
    last = None
    for change in changes:
        body = change.body | ({"revision": last} if change.undoes else {})
        target = f"{change.path}?{urlencode({'tenant_id': change.tenant})}"
        answer = collector.request(change.method, target, json.dumps(body))
        where = f"{collector.name}: {change.method} {target} {body}"
        if answer.status not in (200, 201, 202):
            raise Broken(f"{where}: {answer.status} {answer.text}")
        told = json.loads(answer.text)
        last = told.get("id", told.get("revision"))
        done = None if last is None else wait_for(collector, change.tenant, last)
        report.compare(where, change.revision, done)


def wait_for(collector: Collector, tenant: str, revision: str) -> Json:
    """A revision, once it is done."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        told: Json = collector.get(f"/api/v1/revisions/{revision}", {"tenant_id": tenant}).json()
        if told["state"] == "done":
            return told
        time.sleep(0.02)
    raise Broken(f"{collector.name}: revision {revision} of {tenant} is not done after {PATIENCE} s")
