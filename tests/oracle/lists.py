"""What the API has to answer about models, sections, users, sessions and single events."""

from __future__ import annotations

from collections import Counter, defaultdict

from answers import Costs, Json, holds, in_order_of_text, matching
from book import Ledger, only
from events import Event
from runs import event_view
from totals import Totals, ratio, scaled, total, usd


def models(ledger: Ledger, asked: Costs) -> Json:
    """The costliest first."""
    calls: dict[tuple[str, str | None], list[Event]] = defaultdict(list)
    for call in matching(ledger, asked):
        calls[call.provider, call.model].append(call)
    sums = {model: total(found) for model, found in calls.items()}
    order = sorted(calls, key=lambda key: (-sums[key].cost, -sums[key].calls, in_order_of_text(key)))
    listed = [model_view(model, calls[model], sums[model]) for model in order]
    return {"window": asked.window.shown(), "models": listed}


def model_view(model: tuple[str, str | None], calls: list[Event], sums: Totals) -> Json:
    return {
        "provider": model[0],
        "model": model[1],
        "price_states": dict(Counter(call.price_state for call in calls)),
        "cache_share": ratio(sums.cache_read_tokens, sums.input_tokens),
        "error_share": ratio(sums.errors, sums.calls),
        "cost_per_call_usd": scaled(sums.cost, 1, sums.calls),
        "cost_per_million_tokens_usd": scaled(sums.cost, 1_000_000, sums.input_tokens + sums.output_tokens),
    } | sums.shown()


def sections(ledger: Ledger, asked: Costs) -> Json:
    """A tree, depth first, the costliest of siblings first."""
    own: dict[str, Totals] = defaultdict(Totals)
    below: dict[str, Totals] = defaultdict(Totals)
    for call in matching(ledger, asked):
        own[call.section_path].count(call)
        parts = call.section_path.split("/")
        for depth in range(len(parts)):
            below["/".join(parts[: depth + 1])].count(call)
    listed: list[Json] = []

    def show(around: str | None) -> None:
        inside = [path for path in below if parent(path) == around]
        for path in sorted(inside, key=lambda path: (-below[path].cost, path)):
            listed.append(section_view(path, own[path], below[path]))
            show(path)

    show(None)
    return {"window": asked.window.shown(), "sections": listed}


def parent(path: str) -> str | None:
    return path.rpartition("/")[0] or None


def section_view(path: str, own: Totals, below: Totals) -> Json:
    return {
        "path": path,
        "section": path.rpartition("/")[2],
        "parent": parent(path),
        "depth": path.count("/"),
        "own_cost_usd": usd(own.cost),
        "own_calls": own.calls,
    } | below.shown()


def people(ledger: Ledger, asked: Costs, by: str) -> Json:
    """Users or sessions, the costliest first."""
    calls: dict[str, list[Event]] = defaultdict(list)
    for call in matching(ledger, asked):
        if (id := getattr(call, by)) is not None:
            calls[id].append(call)
    sums = {id: total(found) for id, found in calls.items()}
    order = sorted(calls, key=lambda id: (-sums[id].cost, id))
    return {"window": asked.window.shown(), "entries": [person_view(id, calls[id], sums[id]) for id in order]}


def person_view(id: str, calls: list[Event], sums: Totals) -> Json:
    return {
        "id": id,
        "first_at": min(call.at for call in calls),
        "last_at": max(call.at for call in calls),
        "runs": len({call.run for call in calls}),
    } | only(call.customer for call in calls) | sums.shown()


def events(ledger: Ledger, asked: Costs) -> Json:
    """Calls, steps, duplicates and void ones, the latest first. Those of one instant come in no promised order."""
    window = asked.window
    found = [event for event in ledger.events.values() if window.has(event.at)]
    found = [event for event in found if holds(event, asked.filters, window.zone)]
    listed = [event_view(ledger, event) for event in found]
    return {"window": window.shown(), "events": in_order(listed)}


def in_order(listed: list[Json]) -> list[Json]:
    by_id = sorted(listed, key=lambda event: str(event["id"]))
    return sorted(by_id, key=lambda event: event["timestamp"], reverse=True)
