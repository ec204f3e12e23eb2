"""A call bills once: which events report a call that another one bills.

Whether two events report the same call is asked of every pair that could, whatever the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from civil import DAY, MINUTE
from events import COMPLETION, PROMPT, Event

# How far apart two reports of one call may begin.
RESPONSE_WINDOW = DAY
FALLBACK_WINDOW = MINUTE

Pair = tuple[Event, Event]


def duplicates(events: Iterable[Event]) -> dict[str, set[str]]:
    """Of one tenant's events those that another one bills, each with the ids of those that do."""
    everything = list(events)
    runs: dict[str, list[Event]] = defaultdict(list)
    for event in everything:
        runs[event.run].append(event)
    kin = [pair for run in runs.values() for pair in same_tree(run)]
    wrappers = {above.id for above, below in kin if below.is_direct}

    def rank(event: Event) -> tuple[bool, bool, bool, str]:
        return event.is_fallback, event.id in wrappers, not event.usage, event.id

    winners: dict[str, set[str]] = defaultdict(set)
    for pair in [*kin, *same_response(everything), *same_shape(runs.values())]:
        winner, loser = sorted(pair, key=rank)
        winners[loser.id].add(winner.id)
    return dict(winners)


def same_tree(run: list[Event]) -> Iterator[Pair]:
    """(ancestor, descendant) of a run that report the same call."""
    spans: dict[str, list[Event]] = defaultdict(list)
    for event in run:
        if event.span is not None:
            spans[event.span].append(event)
    for event in run:
        if event.is_step or not event.usage:
            continue
        for above in ancestors(event, spans):
            near = abs(above.at - event.at) <= RESPONSE_WINDOW
            if near and not above.is_step and wraps(above, event):
                yield above, event


def wraps(above: Event, below: Event) -> bool:
    """Whether an event around another one reports its call: as it did, in less detail, or telling nothing."""
    if above.usage == below.usage:
        return True
    same_tokens = tokens(above) == tokens(below) != (0, 0)
    tells_nothing = not above.usage and above.model in (None, below.model)
    return below.is_direct and (same_tokens or tells_nothing)


def tokens(event: Event) -> tuple[int, int]:
    return event.units(*PROMPT), event.units(*COMPLETION)


def ancestors(event: Event, spans: dict[str, list[Event]]) -> list[Event]:
    """Every event around this one. Clients repeat span ids and close circles."""
    found: dict[str, Event] = {}
    around = [event]
    while around:
        below = around.pop()
        if below.parent is None or below.parent == below.span:
            continue
        for above in spans.get(below.parent, []):
            if above.id not in found and above.id != event.id:
                found[above.id] = above
                around.append(above)
    return list(found.values())


def same_response(events: Iterable[Event]) -> Iterator[Pair]:
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.response is not None and not event.is_step:
            groups[event.response].append(event)
    for group in groups.values():
        for index, left in enumerate(group):
            for right in group[index + 1 :]:
                if abs(left.at - right.at) <= RESPONSE_WINDOW:
                    yield left, right


def same_shape(runs: Iterable[list[Event]]) -> Iterator[Pair]:
    """A call that was seen at the HTTP layer too."""
    for run in runs:
        for fallback in (event for event in run if event.is_fallback):
            for direct in (event for event in run if event.is_direct):
                # What the HTTP layer could not read it does not tell; then the model has to be enough.
                unread = fallback.model is not None and not fallback.usage
                same = fallback.model == direct.model and (unread or fallback.usage == direct.usage)
                if same and abs(fallback.at - direct.at) <= FALLBACK_WINDOW:
                    yield fallback, direct
