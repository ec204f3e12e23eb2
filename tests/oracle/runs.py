"""What the API has to answer about runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from answers import Json, OneOf, Partial, Window, groups
from book import Ledger, only
from events import COMPLETION, PROMPT, Event
from totals import millis, total, usd


@dataclass(frozen=True)
class Runs:
    """A question to `/api/v1/runs`."""

    window: Window
    customer: str | None = None
    call: dict[str, str] = field(default_factory=dict)
    """What one call of the run must have: provider, model, section."""
    failed: bool | None = None
    sort: str = "time"


SORTED_BY: dict[str, Callable[[Json], Any]] = {
    "time": lambda run: run["started_at"],
    "cost": lambda run: run["cost_usd"],
    "calls": lambda run: run["calls"],
}


def runs(ledger: Ledger, asked: Runs) -> Json:
    """The largest first. Runs that are equal there come in no promised order; here, by their ids."""
    found = [run_view(ledger, id) for id, events in ledger.runs.items() if run_matches(ledger, events, asked)]
    return {"window": asked.window.shown(), "runs": in_order(found, asked.sort)}


def in_order(found: list[Json], sort: str) -> list[Json]:
    by_id = sorted(found, key=lambda run: str(run["run_id"]))
    return sorted(by_id, key=SORTED_BY[sort], reverse=True)


def run_matches(ledger: Ledger, events: list[Event], asked: Runs) -> bool:
    if not asked.window.has(min(event.at for event in events)):
        return False
    seen = {event.customer for event in events if event.customer is not None}
    if asked.customer is not None and (asked.customer not in seen if asked.customer else seen):
        return False
    if asked.failed is not None and any(event.failed for event in events) != asked.failed:
        return False
    calls = counted(ledger, events)
    return not asked.call or any(
        all(getattr(call, name) == value for name, value in asked.call.items()) for call in calls
    )


def counted(ledger: Ledger, events: Iterable[Event]) -> list[Event]:
    return [event for event in events if ledger.counts(event)]


def run_view(ledger: Ledger, id: str) -> Json:
    events = ledger.runs[id]
    calls = counted(ledger, events)
    start, end = min(event.at for event in events), max(event.end for event in events)
    sections = [part["section"] for part in groups(calls, ("section",), ledger.zone)]
    return {
        "run_id": id,
        "started_at": start,
        "ended_at": end,
        "duration_ms": millis(end - start),
        "spans": len(events),
        "failed_spans": sum(event.failed for event in events),
        "top_section": sections[0] if sections else None,
        "sections": sections,
    } | only(event.customer for event in events) | total(calls).shown()


def run(ledger: Ledger, id: str) -> Json:
    """A run with its events as a tree, depth first, siblings by time."""
    events = sorted(ledger.runs[id], key=lambda event: (event.at, event.id))
    above = parents(events)
    below: dict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        below[above.get(event.id)].append(event)
    tree: list[Json] = []

    def show(event: Event, depth: int) -> list[Event]:
        node = Partial()
        tree.append(node)
        branch = [event] + [found for child in below[event.id] for found in show(child, depth + 1)]
        start, end = min(found.at for found in branch), max(found.end for found in branch)
        node |= {
            "parent_event_id": above.get(event.id),
            "parent_missing": event.parent is not None and all(other.span != event.parent for other in events),
            "depth": depth,
            "subtree": total(counted(ledger, branch)).shown(),
            "subtree_duration_ms": millis(end - start),
            "event": event_view(ledger, event),
        }
        return branch

    for root in below[None]:
        show(root, 0)
    return run_view(ledger, id) | {"tree": tree, "truncated": False}


def parents(events: list[Event]) -> dict[str, str]:
    """Each event's parent: the earliest with the span that it names. A circle is cut at its earliest event."""
    first: dict[str, Event] = {}
    for event in events:
        if event.span is not None:
            first.setdefault(event.span, event)
    found = {event.id: first[event.parent].id for event in events if event.parent in first}
    for event in events:
        seen, at = set(), found.get(event.id)
        while at is not None and at != event.id and at not in seen:
            seen.add(at)
            at = found.get(at)
        if at == event.id:
            del found[event.id]
    return found


def event_view(ledger: Ledger, event: Event) -> Json:
    winners = ledger.duplicate_of.get(event.id)
    return Partial(
        id=event.id,
        timestamp=event.at,
        run_id=event.run,
        span_id=event.span,
        parent_span_id=event.parent,
        span_type=event.span_type,
        section=event.section,
        section_path=event.section_path,
        user_id=event.user,
        session_id=event.session,
        environment=event.environment,
        tags=event.tags,
        provider=event.provider,
        model=event.model,
        status=event.status,
        customer_id=event.customer,
        response_id=event.response,
        paid_by="customer" if event.customer_paid else "tenant",
        latency_ms=None if event.latency is None else millis(event.latency),
        input_tokens=event.units(*PROMPT),
        output_tokens=event.units(*COMPLETION),
        price_state=event.price_state,
        duplicate_of=None if winners is None else OneOf(winners),
        cost_usd=shown_cost(event, ledger.counts(event)),
        customer_paid_cost_usd=usd(event.price[1] if event.customer_paid and ledger.counts(event) else 0),
    )


def shown_cost(event: Event, counts: bool) -> Any:
    """What the tenant pays. What is not priced is never shown as free."""
    if event.is_step:
        return None
    if not counts or event.customer_paid:
        return usd(0)
    return None if event.nothing_priced else usd(event.price[1])
