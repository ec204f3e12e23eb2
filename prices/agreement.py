"""Hold our pricing against genai-prices itself, case by case.

    agreement.py generate --seed 7 --count 5000 --out cases.ndjson    (needs genai-prices==0.2.3)
    agreement.py compare cases.ndjson answers.ndjson

`generate` draws calls from genai-prices' own data and works out, from the unit prices that genai-prices resolves,
what each usage line costs when it is rounded half-even to a nano-dollar. It never looks at our book. `compare`
reads one answer per case, `{"nano": integer or null, "price_id": text or null}`, and exits 1 when a difference
has no known reason. The known reasons are few and deliberate; `known_difference` lists them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, getcontext
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

EXPECTED_VERSION = "0.2.3"
NANO = 1_000_000_000

# Our kinds, each with the genai-prices unit that counts the same thing. None: it has no such unit.
# A genai-prices usage figure includes its sub-units (input_tokens includes the cached ones), ours are disjoint.
UNIT_OF: dict[str, str | None] = {
    "input": "input_tokens",
    "input_audio": "input_audio_tokens",
    "input_image": "input_image_tokens",
    "input_video": "input_video_tokens",
    "cache_read": "cache_read_tokens",
    "cache_read_audio": "cache_audio_read_tokens",
    "cache_read_image": "cache_image_read_tokens",
    "cache_read_video": "cache_video_read_tokens",
    "cache_write": "cache_write_tokens",
    "cache_write_5m": "cache_write_5m_tokens",
    "cache_write_30m": "cache_write_tokens",
    "cache_write_1h": "cache_write_1h_tokens",
    "cache_write_12h": "cache_write_tokens",
    "output": "output_tokens",
    "output_audio": "output_audio_tokens",
    "output_image": "output_image_tokens",
    "output_video": "output_video_tokens",
    "reasoning": "output_reasoning_tokens",
    "citation": "output_citation_tokens",
    "characters": "input_characters",
    "messages": "input_text_messages",
    "seconds": "audio_seconds",
    "input_seconds": "input_audio_seconds",
    "output_seconds": "output_audio_seconds",
    "pixels": "input_pixels",
    "pages": "input_document_pages",
    "annotated_pages": "input_annotated_document_pages",
    "web_searches": "web_searches",
    "social_searches": "social_searches",
    "file_searches": "storage_searches",
    "code_executions": "code_executions",
    "rerank_searches": "rerank_searches",
    "images": None,
    "read_units": None,
}
PROMPT = [k for k in UNIT_OF if k == "input" or k.startswith(("input_", "cache_")) and k != "input_seconds"]
OUTPUT = ["output", "output_audio", "output_image", "output_video", "reasoning", "citation"]
OTHER = [k for k in UNIT_OF if k not in PROMPT and k not in OUTPUT]

# A call's service tier, whichever of genai-prices' context keys it belongs to.
CONTEXT_KEYS = ("processing", "service_tier", "speed", "route", "search_type")
TIERS = ["batch", "flex", "priority", "fast", "default", "standard", "auto"]

# On a border, and just before it.
ASIDE = [timedelta(), timedelta(seconds=-1), timedelta(microseconds=-1)]

# Provider names that are not ids but mean the same provider on both sides.
PROVIDER_NAMES = {
    "anthropic": ["Anthropic", "claude-anthropic"],
    "aws": ["bedrock", "Amazon Bedrock", "aws.bedrock"],
    "cohere": ["cohere_chat"],
    "google": ["gcp.vertex_ai", "gcp.gemini", "vertex_ai", "google-genai"],
    "mistral": ["mistral_ai", "MistralAI"],
    "moonshotai": ["moonshot_ai"],
    "openai": ["OpenAI", " openai "],
    "together": ["together_ai"],
    "x-ai": ["xai"],
}


# --- drawing names ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Name:
    """A model name, how it was made, and, if genai-prices itself does not take it, the name that it stands for."""

    text: str
    via: str
    stands_for: str | None = None


def clauses(match: Any) -> Iterator[Any]:
    """Every leaf of a genai-prices clause tree."""
    for attribute in ("or_", "and_"):
        if hasattr(match, attribute):
            for part in getattr(match, attribute):
                yield from clauses(part)
            return
    yield match


def regex_sample(pattern: str, rng: random.Random) -> str:
    """A string for the plain patterns that the data uses: digits, optional groups, small classes."""
    text = pattern.removeprefix("^").removesuffix("$")
    text = re.sub(r"\(([^()?|]*)\)\?", lambda m: m[1] if rng.random() < 0.5 else "", text)
    text = re.sub(r"\[([^\]\\]+)\]", lambda m: rng.choice(m[1]), text)
    text = text.replace(r"\d{4}-\d{2}-\d{2}", "2026-03-17").replace(r"\d{8}", "20260317").replace(r"\d", "7")
    return re.sub(r"\\(.)", r"\1", text)


def decorated(provider: Any, name: Name, rng: random.Random) -> str:
    """`name` with a prefix or suffix that our normalisation removes (a suffix only from exact names)."""
    prefixes = [f"{provider.id}/"]
    if provider.id == "google":
        prefixes += ["models/", "publishers/google/models/", "projects/p1/locations/us/publishers/google/models/"]
    if provider.id == "aws":
        prefixes = ["ca.", "sa.", "bedrock/", "arn:aws:bedrock:us-east-1::foundation-model/"]
    suffixes = ["-latest", "@latest", "@20260317", "-20260317", "-2026-03-17", ":0", "-v1:0"]
    if name.via in ("id", "equals") and rng.random() < 0.5:
        return name.text + rng.choice(suffixes)
    return rng.choice(prefixes) + name.text


def draw_name(providers: dict[str, Any], provider: Any, model: Any, rng: random.Random) -> Name:
    """One name for `model`; usually one that genai-prices takes, sometimes one near it."""
    leaves = list(clauses(model.match))
    leaf = rng.choice(leaves)
    tail = rng.choice(["", "-001", "-preview", "-20250514", "@20250514", "-2025-05-14", "-v1:0", "x"])
    match type(leaf).__name__:
        case "ClauseEquals":
            name = Name(leaf.equals, "equals")
        case "ClauseStartsWith":
            name = Name(leaf.starts_with + tail, "starts_with")
        case "ClauseEndsWith":
            name = Name(rng.choice(["", "us.", "x/", "ca."]) + leaf.ends_with, "ends_with")
        case "ClauseContains":
            name = Name(rng.choice(["", "us.", "eu.", "ca.", "x/"]) + leaf.contains + tail, "contains")
        case _:
            name = Name(model.id, "id") if "?!" in leaf.regex else Name(regex_sample(leaf.regex, rng), "regex")
    dice = rng.random()
    if dice < 0.15:
        name = Name(model.id, "id")
    elif dice < 0.25 and re.search(r"-20\d\d-\d\d-\d\d", name.text):
        name = Name(re.sub(r"-(20\d\d)-(\d\d)-(\d\d)", r"-\1\2\3", name.text), "compact date")
    elif dice < 0.33:
        near = decorated(provider, name, rng)
        if find(providers, provider, near) is None and find(providers, provider, name.text) is not None:
            return Name(near, "decorated", name.text)
        name = Name(near, "decorated")
    elif dice < 0.36:
        return Name(name.text + "-zzq", "unknown")
    if rng.random() < 0.1:
        name = Name(name.text.upper(), name.via)
    if name.via == "id" and find(providers, provider, name.text) is None:
        return Name(name.text, "id only", model.id)
    return name


def reach(providers: dict[str, Any], provider: Any) -> list[Any]:
    """The provider and those whose models it may lend."""
    return [provider, *(providers[lender] for lender in provider.fallback_model_providers or ())]


def find(providers: dict[str, Any], provider: Any, name: str) -> Any:
    return provider.find_model(name, all_providers=list(providers.values()))


# --- drawing the rest of a call --------------------------------------------------------------------------------


def draw_time(model: Any, rng: random.Random) -> datetime:
    """Any moment of three years, or one of the model's own borders, a microsecond or a second aside."""
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(3 * 366 * 86_400))
    constraints = [c.constraint for c in model.prices if c.constraint] if isinstance(model.prices, list) else []
    constraints += [v.constraint for v in model.price_variants or () if v.constraint]
    dates = [c.start_date for c in constraints if hasattr(c, "start_date")]
    times = [t for c in constraints if hasattr(c, "start_time") for t in (c.start_time, c.end_time)]
    if dates and rng.random() < 0.7:
        day = rng.choice(dates)
        at = at.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0)
        at += rng.choice([*ASIDE, timedelta(days=1), timedelta(days=40)])
    if times and rng.random() < 0.7:
        border = rng.choice(times)
        at = at.replace(hour=border.hour, minute=border.minute, second=0, microsecond=0)
        at += rng.choice([*ASIDE, timedelta(minutes=5)])
    return at


def draw_count(rng: random.Random) -> int:
    return rng.choice([1, rng.randrange(1, 100), rng.randrange(1, 5_000), rng.randrange(1, 400_000)])


def draw_usage(model_price: Any, rng: random.Random) -> dict[str, int]:
    """Counts of our kinds, leaning towards the kinds that have a price and towards tier borders."""
    priced = {k for k, unit in UNIT_OF.items() if unit in {u.usage_key for u, _ in resolved(model_price)}}

    def some(kinds: list[str], chance: float, lean: float) -> list[str]:
        return [k for k in kinds if rng.random() < (lean if k in priced else chance)]

    usage = {k: draw_count(rng) for k in some(PROMPT, 0.08, 0.7)} if rng.random() < 0.95 else {}
    borders = [t.start for _, price in resolved(model_price) if hasattr(price, "tiers") for t in price.tiers]
    if borders and usage and rng.random() < 0.6:
        total = max(0, rng.choice(borders) + rng.choice([-1, 0, 1, 2, rng.randrange(-50_000, 50_000)]))
        cuts = sorted(rng.randrange(total + 1) for _ in range(len(usage) - 1))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
        usage = {k: part for k, part in zip(usage, parts, strict=True) if part > 0}
    usage |= {k: draw_count(rng) for k in some(OUTPUT, 0.05, 0.8)}
    usage |= {k: rng.choice([1, 3, 9, 10, 11, draw_count(rng)]) for k in some(OTHER, 0.01, 0.7)}
    durations = [k for k in usage if k.endswith("seconds")]
    for kind in rng.sample(durations, max(0, len(durations) - 1)):
        del usage[kind]  # a billing minimum is for the one duration of a call
    return usage


# --- what genai-prices says ------------------------------------------------------------------------------------


def resolved(model_price: Any) -> list[tuple[Any, Any]]:
    """(unit, price) of everything that a ModelPrice prices."""
    from genai_prices.units import _get_registry

    registry = _get_registry()
    return [(registry.unit_for_price_key(k), v) for k, v in model_price.__dict__.items() if v is not None]


def inclusive(usage: dict[str, int]) -> dict[str, int]:
    """Our disjoint counts as genai-prices' overlapping ones: each unit counts everything that lies under it."""
    from genai_prices.units import _get_registry

    registry = _get_registry()
    totals: dict[str, int] = dict.fromkeys(registry._reported_usage_keys, 0)  # a missing one can be an error
    for kind, count in usage.items():
        if (own := UNIT_OF[kind]) is not None:
            for unit in (own, *registry.ancestor_usage_keys(own)):
                totals[unit] += count
    return totals


def figure(price: Any, prompt: int) -> Decimal:
    """The unit price that holds for a prompt of this size."""
    if not hasattr(price, "tiers"):
        return price
    reached = [tier for tier in price.tiers if prompt > tier.start]
    return reached[-1].price if reached else price.base


@dataclass(frozen=True)
class Expected:
    low: int
    high: int
    usd: str
    priced_lines: int


def expected(provider: Any, model: Any, at: datetime, tier: str | None, usage: dict[str, int]) -> Expected:
    """What each line costs at the unit prices that genai-prices resolves, and its own total beside it.

    Some of its prices are the noise of a float (0.28000000000000003). Ours are rounded to 15 digits, so a line may
    end on either side of a rounding border: `low` and `high` are the sums of the two roundings.
    """
    from genai_prices import Usage

    context = {key: tier for key in CONTEXT_KEYS} if tier else None
    borrowed = not any(model is own for own in provider.models)
    prices = resolved(model.get_prices(at, None if borrowed else context))
    prompt = sum(usage.get(kind, 0) for kind in PROMPT)
    whisper = provider.id == "groq" and model.id in ("whisper-large-v3", "whisper-large-v3-turbo")

    bills = [(UNIT_OF[kind], count) for kind, count in usage.items() if UNIT_OF[kind] is not None]
    lines = [(payer(prices, own), count) for own, count in bills]
    lines += [(pair, 1) for pair in prices if pair[0].usage_key == "requests"]
    low, high, exact, priced = 0, 0, Fraction(0), 0
    for pair, count in lines:
        if pair is None:
            continue
        unit, price = pair
        if whisper:
            count = max(count, 10)
        raw = figure(price, prompt)
        clean = Fraction(f"{raw:.14e}") if len(raw.as_tuple().digits) > 15 else Fraction(raw)
        amounts = [round(Fraction(count) * value * NANO / unit.per) for value in (Fraction(raw), clean)]
        low, high, priced = low + min(amounts), high + max(amounts), priced + 1
        exact += Fraction(count) * Fraction(raw) / unit.per

    total = model.calc_price(
        Usage(**inclusive(usage)), provider, genai_request_timestamp=at, price_context=context
    ).total_price
    if abs(Fraction(total) - exact) > Fraction(1, 10**30):
        raise AssertionError(f"lines do not add up to {total}: {provider.id}/{model.id} {usage} {prices}")
    return Expected(low, high, f"{total.normalize():f}" if total else "0", priced)


def payer(prices: list[tuple[Any, Any]], own: str) -> tuple[Any, Any] | None:
    """The most specific priced unit that covers `own`: itself, or the nearest unit that includes it."""
    from genai_prices.units import _get_registry

    covering = {own, *_get_registry().ancestor_usage_keys(own)}
    candidates = [pair for pair in prices if pair[0].usage_key in covering]
    return max(candidates, key=lambda pair: len(pair[0].dimensions), default=None)


# --- cases -----------------------------------------------------------------------------------------------------


def interesting(model: Any) -> bool:
    """A model with dates, variants, tiers or a unit besides tokens."""
    prices = [c.prices for c in model.prices] if isinstance(model.prices, list) else [model.prices]
    odd = any(hasattr(v, "tiers") or u.dimensions.get("family") != "tokens" for p in prices for u, v in resolved(p))
    return odd or isinstance(model.prices, list) or bool(model.price_variants)


def generate(seed: int) -> Iterator[dict[str, Any]]:
    from genai_prices.data_snapshot import find_provider_by_id, get_snapshot

    getcontext().prec = 60  # an hour has 3,600 seconds: the default 28 digits would blur the check of the total
    rng = random.Random(seed)
    providers = {p.id: p for p in get_snapshot().providers}
    pairs = [(p, m) for p in providers.values() for m in p.models]
    odd = [(p, m) for p, m in pairs if interesting(m)]
    lent = [(p, m) for p in providers.values() for lender in reach(providers, p)[1:] for m in lender.models]
    while True:
        provider, model = rng.choice(rng.choices([pairs, odd, lent], weights=[35, 50, 15])[0])
        name = draw_name(providers, provider, model, rng)
        labels = [provider.id.upper(), *PROVIDER_NAMES.get(provider.id, [])]
        label = provider.id if rng.random() < 0.7 else rng.choice(labels)
        assert find_provider_by_id(list(providers.values()), label) is provider, label
        target = find(providers, provider, name.stands_for or name.text)
        if name.via == "id only":
            target = model
        at = draw_time(target or model, rng)
        names = [v for variant in (target or model).price_variants or () for v in variant.when.values()]
        tier = rng.choice([None, *TIERS, *names * 6]) if rng.random() < 0.6 else None
        usage = draw_usage((target or model).get_prices(at), rng)
        case: dict[str, Any] = {
            "provider": label,
            "model": name.text,
            "at": at.isoformat().replace("+00:00", "Z"),
            "service_tier": tier,
            "usage": usage,
            "via": name.via,
            "expected_model": None,
            "expected_nano_min": None,
            "expected_nano_max": None,
            "expected_usd": None,
            "priced_lines": 0,
        }
        if target is not None:
            answer = expected(provider, target, at, tier, usage)
            owner = next(p.id for p in reach(providers, provider) if any(target is m for m in p.models))
            if owner != provider.id:
                case["via"] += ", fallback"
            case |= {
                "expected_model": f"{owner}/{target.id}",
                "expected_nano_min": answer.low,
                "expected_nano_max": answer.high,
                "expected_usd": answer.usd,
                "priced_lines": answer.priced_lines,
            }
        yield case


# --- comparing -------------------------------------------------------------------------------------------------


def known_difference(case: dict[str, Any]) -> str | None:
    """Where our answer may differ on purpose."""
    if not case["usage"]:
        return "a call that says nothing of its usage is unpriced, where genai-prices bills one request"
    if case["expected_model"] in ("deepseek/deepseek-flash", "deepseek/deepseek-v4-flash", "deepseek/deepseek-v4-pro"):
        at = datetime.fromisoformat(case["at"])
        peak = 1 <= at.hour < 4 or 6 <= at.hour < 10
        if peak and (at.isoweekday() > 5 or at < datetime(2026, 9, 10, tzinfo=UTC)):
            return "DeepSeek peak hours: we know their first day and their weekends, genai-prices cannot express them"
    return None


def difference(case: dict[str, Any], answer: dict[str, Any]) -> str | None:
    """Why an answer is not the expected one, or None when it is."""
    low, high, nano = case["expected_nano_min"], case["expected_nano_max"], answer["nano"]
    if low is None:
        return None if nano is None else f"we price a name that genai-prices does not know ({case['via']})"
    if nano is None:
        return None if case["priced_lines"] == 0 and answer["price_id"] else f"we do not know the name ({case['via']})"
    if low <= nano <= high:
        return None
    same = answer["price_id"] in (None, case["expected_model"])
    return f"another amount of {'the same' if same else 'another'} model ({case['via']})"


def compare(cases: list[dict[str, Any]], answers: list[dict[str, Any]]) -> int:
    if len(cases) != len(answers):
        print(f"{len(cases)} cases but {len(answers)} answers", file=sys.stderr)
        return 1
    agreed: Counter[str] = Counter()
    explained: defaultdict[str, list[str]] = defaultdict(list)
    unexplained: defaultdict[str, list[str]] = defaultdict(list)
    for case, answer in zip(cases, answers, strict=True):
        why = difference(case, answer)
        if why is None:
            agreed[case["via"]] += 1
        elif reason := known_difference(case):
            explained[reason].append(json.dumps({"case": case, "answer": answer}))
        else:
            unexplained[why].append(json.dumps({"case": case, "answer": answer}))
    print(f"agreed      {agreed.total():>6}   " + ", ".join(f"{via} {n}" for via, n in agreed.most_common()))
    for title, groups in (("explained", explained), ("UNEXPLAINED", unexplained)):
        print(f"{title:<11} {sum(map(len, groups.values())):>6}")
        for reason, lines in groups.items():
            print(f"  {len(lines):>5}  {reason}")
            for line in lines if title == "UNEXPLAINED" else lines[:1]:
                print(f"         {line}")
    return 1 if unexplained else 0


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold our pricing against genai-prices.")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("generate", help="write random cases with the expected amounts")
    make.add_argument("--seed", type=int, default=7)
    make.add_argument("--count", type=int, default=5000)
    make.add_argument("--until", default="9999", help="no case later than this, for a collector that refuses the future")
    make.add_argument("--out", type=Path, required=True)
    check = commands.add_parser("compare", help="hold answers against cases")
    check.add_argument("cases", type=Path)
    check.add_argument("answers", type=Path)
    args = parser.parse_args()
    if args.command == "compare":
        return compare(read_lines(args.cases), read_lines(args.answers))
    try:
        installed = version("genai-prices")
    except PackageNotFoundError:
        installed = "none"
    if installed != EXPECTED_VERSION:
        print(f"this needs genai-prices {EXPECTED_VERSION}, found {installed}", file=sys.stderr)
        return 1
    with args.out.open("w", encoding="utf-8", newline="\n") as out:
        cases = (case for case in generate(args.seed) if case["at"] < args.until)
        for case in islice(cases, args.count):
            out.write(json.dumps(case) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
