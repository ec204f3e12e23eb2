"""A small reading of the price book: find the model, pick the price, price the usage.

This is the specification in executable form. The collector has its own, faster implementation; both must
answer alike, and `agreement.py` holds both against an independent oracle. Nothing here is clever on purpose.

    python3 prices/reference.py < cases.ndjson > answers.ndjson
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BOOKS = (HERE / "genai-prices.json", HERE / "house.json")

NANO = 1_000_000_000

# Every kind of usage, with the kinds whose price it borrows when it has none of its own, in order.
KINDS: dict[str, tuple[str, ...]] = {
    "input": (),
    "input_audio": ("input",),
    "input_image": ("input",),
    "input_video": ("input",),
    "cache_read": ("input",),
    "cache_read_audio": ("cache_read", "input_audio", "input"),
    "cache_read_image": ("cache_read", "input_image", "input"),
    "cache_read_video": ("cache_read", "input_video", "input"),
    "cache_write": ("cache_write_5m", "input"),
    "cache_write_5m": ("cache_write", "input"),
    "cache_write_30m": ("cache_write", "cache_write_5m", "input"),
    "cache_write_1h": ("cache_write", "cache_write_5m", "input"),
    "cache_write_12h": ("cache_write", "cache_write_5m", "input"),
    "output": (),
    "output_audio": ("output",),
    "output_image": ("output",),
    "output_video": ("output",),
    "reasoning": ("output",),
    "citation": ("output",),
    "characters": (),
    "messages": (),
    "seconds": (),
    "input_seconds": ("seconds",),
    "output_seconds": ("seconds",),
    "pixels": (),
    "pages": (),
    "annotated_pages": ("pages",),
    "images": (),
    "web_searches": (),
    "social_searches": (),
    "file_searches": (),
    "code_executions": (),
    "rerank_searches": (),
    "requests": (),
    "read_units": (),
    "write_units": (),
    "storage_gb_months": (),
}

# The kinds whose sum is the prompt total that tiers look at.
PROMPT_KINDS = tuple(k for k in KINDS if k == "input" or k.startswith(("input_", "cache_")) and k != "input_seconds")

# Bedrock's geographic inference profiles, as prefixes of a model name.
REGIONS = "us us-gov eu apac au ca jp in sa me af il mx kr uk global".split()

COMPACT_DATE = re.compile(r"-(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)")
DASHED_DATE = re.compile(r"-(20\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?=-|:|$)")
PUBLISHER = re.compile(r"^(?:.*/)?publishers/[^/]+/models/|^models/")
SUFFIXES = (
    re.compile(r"[-@]latest$"),
    re.compile(r"(?:-v\d+)?:\d+$"),
    re.compile(r"[-@]20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"),
    re.compile(r"-20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$"),
)

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A model, the provider in whose list it stands, and how it was reached."""

    provider: str
    model: Json
    step: str  # "id", "alias", "rule", ... for people, not for arithmetic
    fallback: bool


@dataclass(frozen=True)
class Line:
    """One usage line: `nano` is None when nothing prices it."""

    kind: str
    count: Fraction
    price: str | None
    nano: int | None


class Provider:
    """One provider's models from all the books, indexed by exact name."""

    def __init__(self, provider_id: str) -> None:
        self.id = provider_id
        self.names: set[str] = {provider_id}
        self.match: list[Json] = []
        self.fallback: list[str] = []
        self.models: list[Json] = []
        self.by_id: dict[str, Json] = {}
        self.by_alias: dict[str, Json] = {}

    def extend(self, raw: Json) -> None:
        self.names.update(raw.get("aliases", ()))
        self.match += raw.get("match", ())
        self.fallback += raw.get("fallback", ())
        self.models += raw["models"]
        for model in raw["models"]:
            self.by_id.setdefault(model["id"].lower(), model)
            for alias in model.get("aliases", ()):
                self.by_alias.setdefault(alias, model)

    def exact(self, name: str) -> tuple[Json, str] | None:
        if name in self.by_id:
            return self.by_id[name], "id"
        if name in self.by_alias:
            return self.by_alias[name], "alias"
        return None

    def full(self, name: str) -> tuple[Json, str] | None:
        if hit := self.exact(name):
            return hit
        for model in self.models:
            if any(matches(rule, name) for rule in model.get("match", ())):
                return model, "rule"
        return None


class Book:
    """Several book files read as one, in the order given."""

    def __init__(self, *paths: Path) -> None:
        self.providers: dict[str, Provider] = {}
        self.per: dict[str, dict[str, int]] = {}
        self.home: dict[int, str] = {}
        for path in paths or BOOKS:
            raw = json.loads(path.read_text("utf-8"))
            self.per[str(path)] = raw["per"]
            for provider in raw["providers"]:
                self.providers.setdefault(provider["id"], Provider(provider["id"])).extend(provider)
                self.home.update((id(model), str(path)) for model in provider["models"])

    def provider(self, name: str) -> Provider | None:
        """Exact id, then alias, then the providers' own rules in book order."""
        name = name.strip().lower()
        if name in self.providers:
            return self.providers[name]
        for provider in self.providers.values():
            if name in provider.names:
                return provider
        for provider in self.providers.values():
            if any(matches(rule, name) for rule in provider.match):
                return provider
        return None

    def find(self, provider_name: str, model_name: str | None) -> Found | None:
        """The model that prices a call, or None: an unknown name is never guessed at."""
        provider = self.provider(provider_name)
        if provider is None:
            return None
        name = (model_name or "").strip().lower()
        if not name:  # only the provider's default model prices a call that names none
            return Found(provider.id, provider.by_id[""], "default", False) if "" in provider.by_id else None
        for form, step, with_rules in self.forms(provider, name):
            for at, candidate in enumerate((provider, *(self.providers[f] for f in provider.fallback))):
                if hit := (candidate.full if with_rules else candidate.exact)(form):
                    model, how = hit
                    return Found(candidate.id, model, f"{step} {how}".strip(), at > 0)
        return None

    def forms(self, provider: Provider, name: str) -> Iterator[tuple[str, str, bool]]:
        """The spellings to try: (name, step, whether the models' rules may match it)."""
        tried: set[str] = set()

        def fresh(candidates: list[str], step: str, with_rules: bool) -> Iterator[tuple[str, str, bool]]:
            for candidate in candidates:
                if candidate and candidate not in tried:
                    tried.add(candidate)
                    yield candidate, step, with_rules

        yield from fresh([name], "", True)
        yield from fresh(other_dates(name), "date", True)
        bare = list(self.without_prefixes(provider, name))
        for candidate in bare:
            yield from fresh([candidate, *other_dates(candidate)], "prefix", True)
        tried.clear()  # the forms above were tried in full; shortened ones meet ids and aliases only
        for candidate in (name, *bare):
            yield from fresh(shortened(candidate), "suffix", False)

    def without_prefixes(self, provider: Provider, name: str) -> Iterator[str]:
        """`name` after each removal of a prefix that only says where the model is served."""
        own = {n for p in (provider.id, *provider.fallback) for n in self.providers[p].names}
        while True:
            head, slash, tail = name.partition("/")
            if name.startswith("arn:") and slash:
                name = name.rpartition("/")[2]
            elif publisher := PUBLISHER.match(name):
                name = name[publisher.end() :]
            elif slash and head in own:
                name = tail
            elif provider.id == "aws" and name.partition(".")[0] in REGIONS:
                name = name.partition(".")[2]
            else:
                return
            yield name

    def lines(
        self, found: Found, at: datetime, tier: str | None, usage: Mapping[str, int | str]
    ) -> list[Line]:
        """Price every line of `usage` (counts above zero) at the price in force at `at`."""
        model = found.model
        per = self.per[self.home[id(model)]]
        prices = unit_prices(model, at, None if found.fallback else tier)
        counts = {kind: Fraction(count) for kind, count in usage.items() if Fraction(count) > 0}
        # Of a call that says nothing of its usage nothing is implied, unless requests are all that is billed.
        if "requests" in prices and "requests" not in usage and (counts or len(prices) == 1):
            counts["requests"] = Fraction(1)
        prompt = sum((counts.get(kind, Fraction(0)) for kind in PROMPT_KINDS), Fraction(0))
        lines: list[Line] = []
        for kind, count in counts.items():
            payer = next((k for k in (kind, *KINDS[kind]) if k in prices), None)
            if payer is None:
                lines.append(Line(kind, count, None, None))
                continue
            price = at_tier(prices[payer], prompt)
            billed = max(count, Fraction(model.get("minimum", {}).get(payer, 0)))
            # Fraction rounds half to even, which is the one rounding that a line gets.
            lines.append(Line(kind, count, price, round(billed * Fraction(price) * NANO / per[payer])))
        return lines


def matches(rule: Json, name: str) -> bool:
    """Whether a lower-cased name satisfies one clause tree."""
    ((op, arg),) = rule.items()
    match op:
        case "equals":
            return name == arg
        case "starts_with":
            return name.startswith(arg)
        case "ends_with":
            return name.endswith(arg)
        case "contains":
            return arg in name
        case "regex":
            return re.search(arg, name) is not None
        case "and":
            return all(matches(r, name) for r in arg)
        case "or":
            return any(matches(r, name) for r in arg)
        case "not":
            return not matches(arg, name)
        case _:
            raise ValueError(f"unknown clause {op!r}")


def other_dates(name: str) -> list[str]:
    """`name` with its compact dates dashed, and with its dashed dates compacted."""
    return [COMPACT_DATE.sub(r"-\1-\2-\3", name), DASHED_DATE.sub(r"-\1\2\3", name)]


def shortened(name: str) -> list[str]:
    """`name` after each removal of a version or date suffix, longest first; `x-v1:0` gives `x-v1`, then `x`."""
    out: list[str] = []
    while found := next(filter(None, (suffix.search(name) for suffix in SUFFIXES)), None):
        if found[0].startswith("-v"):
            out.append(name.rpartition(":")[0])
        name = name[: found.start()]
        out.append(name)
    return out


def in_force(entry: Json, at: datetime) -> bool:
    """Whether an entry's dates, weekdays and daily window (UTC, start inclusive, end exclusive) hold `at`."""
    moment = at.astimezone(UTC)
    if (start := entry["from"]) is not None and moment < datetime.fromisoformat(start):
        return False
    if (end := entry["to"]) is not None and moment >= datetime.fromisoformat(end):
        return False
    if "days" in entry and moment.isoweekday() not in entry["days"]:
        return False
    if window := entry.get("daily"):
        opens, closes = (tuple(map(int, t.split(":"))) for t in window)
        now = (moment.hour, moment.minute)
        return opens <= now < closes if opens <= closes else now >= opens or now < closes
    return True


def unit_prices(model: Json, at: datetime, tier: str | None) -> dict[str, Any]:
    """The unit price of each kind: the last entry in force, overlaid by the variant's first one per kind."""
    prices: dict[str, Any] = {}
    for entry in model["prices"]:
        if in_force(entry, at):
            prices = dict(entry["unit_prices"])
    overlay: dict[str, Any] = {}
    for variant in model.get("variants", ()):
        if variant["name"] == tier and in_force(variant, at):
            for kind, price in variant["unit_prices"].items():
                overlay.setdefault(kind, price)
    return prices | overlay


def at_tier(price: str | Json, prompt: Fraction) -> str:
    """A cliff: the highest border strictly below the prompt total prices every unit."""
    if isinstance(price, str):
        return price
    reached = [tier for tier in price["tiers"] if prompt > tier["above"]]
    return max(reached, key=lambda tier: tier["above"])["price"] if reached else price["base"]


def answer(book: Book, case: Json) -> dict[str, Any]:
    """Our answer to one case of `agreement.py`: the sum of the priced lines, or null without a model."""
    found = book.find(case["provider"], case["model"])
    if found is None:
        return {"nano": None, "price_id": None}
    at = datetime.fromisoformat(case["at"])
    lines = book.lines(found, at, case["service_tier"], case["usage"])
    return {"nano": sum(line.nano or 0 for line in lines), "price_id": f"{found.provider}/{found.model['id']}"}


def main() -> None:
    book = Book()
    for text in sys.stdin:
        print(json.dumps(answer(book, json.loads(text))))


if __name__ == "__main__":
    main()
