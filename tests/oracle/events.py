"""Events: as they are sent, as they are understood, and what each costs.

Nothing here looks for speed. Amounts are whole nano-USD, prices and quantities are fractions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Context
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

from civil import micros

NANO = 1_000_000_000

STEP_TYPES = {"agent", "tool", "section", "workflow", "task", "step", "chain"}
STEP_PROVIDERS = {"internal", "voice_pipeline"}
NOT_FAILED = {"ok", "success", "cancelled"}

# Usage fields and their kinds. `input_tokens` excludes what caches served.
KIND_OF = {
    "input_tokens": "input",
    "output_tokens": "output",
    "cached_tokens": "cache_read",
    "cache_creation_input_tokens": "cache_write",
    "reasoning_tokens": "reasoning",
}
FLAT_FIELDS = ("input_tokens", "output_tokens", "cached_tokens")
CACHE_WRITES = ("cache_write", "cache_write_1h")
PROMPT = ("input", "cache_read", *CACHE_WRITES)
COMPLETION = ("output", "reasoning")
# A kind without a price of its own bills at its parent's price.
PARENT = {"cache_read": "input", "cache_write_1h": "cache_write", "cache_write": "input", "reasoning": "output"}

Prices = dict[str, Fraction]
Wire = dict[str, Any]


class Number(str):
    """A JSON number as its text, so that it is sent and read digit for digit."""


def per_million(**usd: str) -> Prices:
    return {kind: Fraction(price) / 1_000_000 for kind, price in usd.items()}


# USD for one unit, from the providers' price lists. Whatever is missing here has no price.
PRICES: dict[tuple[str, str | None], Prices] = {
    ("openai", "gpt-4o-mini"): per_million(input="0.15", cache_read="0.075", output="0.6"),
    ("openai", "gpt-4o"): per_million(input="2.5", cache_read="1.25", output="10"),
    ("openai", "text-embedding-3-small"): per_million(input="0.02"),
    ("anthropic", "claude-3-5-haiku-20241022"): per_million(
        input="0.8", cache_read="0.08", cache_write="1", cache_write_1h="1.6", output="4"
    ),
    # Bills every request besides the tokens, whether or not the client counted it.
    ("perplexity", "sonar"): per_million(input="1", output="1") | {"requests": Fraction(12, 1000)},
}


def price_of(kind: str | None, prices: Prices) -> Fraction | None:
    while kind is not None and kind not in prices:
        kind = PARENT.get(kind)
    return prices.get(kind) if kind else None


@dataclass(frozen=True)
class Event:
    """A stored event."""

    tenant: str
    id: str
    at: int
    run: str
    span: str | None
    parent: str | None
    span_type: str
    provider: str
    model: str | None
    section: str
    section_path: str
    customer: str | None
    user: str | None
    session: str | None
    environment: str | None
    status: str
    response: str | None
    latency: int | None
    customer_paid: bool
    usage: dict[str, Fraction]
    figure: int
    """The client's own figure in nano-USD; 0 for none."""
    tags: dict[str, str]
    declared: dict[str, str] = field(default_factory=dict)
    """Those of the tags that were dimensions when it arrived."""
    void: bool = False
    """It was made to count for nothing."""

    @property
    def is_step(self) -> bool:
        return self.span_type in STEP_TYPES or self.provider in STEP_PROVIDERS

    @property
    def is_fallback(self) -> bool:
        return self.span_type == "http_fallback" and not self.is_step

    @property
    def is_direct(self) -> bool:
        return not self.is_step and not self.is_fallback

    @property
    def failed(self) -> bool:
        return self.status not in NOT_FAILED

    @property
    def end(self) -> int:
        return self.at + (self.latency or 0)

    def units(self, *kinds: str) -> int:
        """Units of some kinds together, a started one counted in full."""
        return ceil(sum((self.usage.get(kind, Fraction()) for kind in kinds), Fraction()))

    @cached_property
    def lines(self) -> list[int | None]:
        """What each kind of usage costs, rounded once; `None` without a price."""
        prices = PRICES.get((self.provider, self.model), {})
        billed = dict(self.usage)
        if "requests" in prices and billed and not self.failed:
            billed.setdefault("requests", Fraction(1))
        costs = [(units, price_of(kind, prices)) for kind, units in billed.items()]
        # `round` of a fraction is half-even.
        return [None if price is None else round(units * price * NANO) for units, price in costs]

    @cached_property
    def price(self) -> tuple[str | None, int]:
        """How the cost is known, and the cost."""
        priced = [line for line in self.lines if line is not None]
        if self.is_step:
            return None, 0
        if not priced and self.figure > 0:
            return "reported", self.figure
        if not self.lines:
            return ("free" if self.failed else "unpriced"), 0
        return ("priced" if len(priced) == len(self.lines) else "unpriced"), sum(priced)

    @property
    def price_state(self) -> str | None:
        return "void" if self.void else self.price[0]

    @property
    def nothing_priced(self) -> bool:
        return self.price[0] == "unpriced" and all(line is None for line in self.lines)


def read(wire: Wire) -> Event:
    """An event as it was sent."""

    def text(name: str) -> str | None:
        value = wire.get(name)
        return str(value) if value not in (None, "") else None

    latency = wire.get("latency_ms")
    section, section_path = read_section(text("section"), text("section_path"))
    return Event(
        tenant=text("tenant_id") or "default_tenant",
        id=str(wire["id"]),
        at=read_time(wire["timestamp"]),
        run=text("run_id") or str(wire["id"]),
        span=text("span_id"),
        parent=text("parent_span_id"),
        span_type=text("span_type") or "llm",
        provider=str(wire["provider"]).lower(),
        model=text("model"),
        section=section,
        section_path=section_path,
        customer=text("customer_id"),
        user=text("user_id"),
        session=text("session_id"),
        environment=text("environment"),
        status=(text("status") or "ok").lower(),
        response=text("response_id"),
        latency=None if latency is None else round(Fraction(latency) * 1000),
        customer_paid=wire.get("paid_by") == "customer",
        usage=read_usage(wire),
        figure=read_figure(wire.get("cost_usd")),
        tags=wire.get("tags", {}),
    )


def read_section(section: str | None, path: str | None) -> tuple[str, str]:
    """A section, and it with those around it. Either may stand for both."""
    parts = [part for part in (path or section or "").split("/") if part]
    section = section or (parts[-1] if parts else "default")
    return section, "/".join(parts) or section


def read_time(value: str) -> int:
    """RFC 3339, or milliseconds since 1970."""
    if isinstance(value, Number):
        return round(Fraction(value) * 1000)
    return micros(datetime.fromisoformat(value))


def read_usage(wire: Wire) -> dict[str, Fraction]:
    """The `usage` object, or else the flat fields. A kind of which nothing was used is not there."""
    sent = wire.get("usage")
    if sent is None:
        sent = {name: wire[name] for name in FLAT_FIELDS if wire.get(name) is not None}
    usage: dict[str, Fraction] = defaultdict(Fraction)
    for name, units in sent.items():
        usage[KIND_OF.get(name, name)] += Fraction(units)
    return {kind: units for kind, units in usage.items() if units}


def read_figure(text: str | None) -> int:
    """A client's figure: more than 15 significant digits are a float's rendering and rounded first."""
    if text is None:
        return 0
    fifteen = Context(prec=15, rounding=ROUND_HALF_EVEN).create_decimal(text)
    return round(Fraction(fifteen) * NANO)
