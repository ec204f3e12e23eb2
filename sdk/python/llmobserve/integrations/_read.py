"""Reading answers of providers, whether they are JSON objects or the objects that packages make of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Callable, NamedTuple, Optional


class Reading(NamedTuple):
    """What an answer says about the call that it answers."""

    usage: dict[str, Any]
    """Disjoint kinds: no unit is in two of them."""
    model: Optional[str] = None
    response_id: Optional[str] = None
    service_tier: Optional[str] = None
    """The tier that served the call, not the one that was asked for."""


class Api(NamedTuple):
    """One of a provider's functions, by how its answers are read."""

    endpoint: str
    span_type: str
    read: Callable[[Any, Any], Reading]
    """Request and answer. Of a stream, the answer is what `fold` made of its events."""
    fold: Optional[Callable[[dict[str, Any], Any], bool]] = None
    """Takes an event of a stream into the answer. Whether it was the last."""
    deltas: Optional[Callable[[Any], Optional[str]]] = None
    """The text that an event of a stream adds."""


def get(value: Any, *names: str) -> Any:
    """A member of a member …, or nothing where one of them is missing."""
    for name in names:
        if value is None:
            return None
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value


def count(value: Any, *names: str) -> float:
    """A quantity; 0 for whatever is none."""
    found = get(value, *names)
    is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
    return found if is_number and found > 0 else 0


def text(value: Any, *names: str) -> Optional[str]:
    """A text, or nothing."""
    found = get(value, *names)
    return found if isinstance(found, str) and found else None


def items(value: Any, *names: str) -> Iterable[Any]:
    """The elements of an array; none for whatever is none."""
    found = get(value, *names)
    return found if isinstance(found, (list, tuple)) else ()


def disjoint(rest: str, total: float, **parts: float) -> dict[str, float]:
    """A total that includes its parts, as disjoint kinds; what the parts leave is of the kind `rest`.

    Of parts that overlap, such as cached audio, the later one yields: nothing is counted twice.
    """
    kinds = {}
    for kind, quantity in parts.items():
        kinds[kind] = min(quantity, total)
        total -= kinds[kind]
    kinds[rest] = total
    return kinds
