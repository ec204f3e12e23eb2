"""Write `genai-prices.json`, the generated half of the price book, from the data of genai-prices.

    python3 prices/generate.py genai_prices_0.2.3.json           write the book
    python3 prices/generate.py genai_prices_0.2.3.json --check   exit 1 if the committed book differs
    python3 prices/generate.py --check                           only hold house.json against the committed book

extract.py writes the input.

The same input gives the same bytes. A key, clause, unit or order of entries that this file does not know is an
error: a price that is silently dropped is a call that is silently free. README.md describes both formats.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import Any

import house
import reference

BOOK_VERSION = "2026-11-21"
SOURCE = {"name": "genai-prices", "version": "0.2.3", "licence": "MIT"}
BOOK = reference.HERE / "genai-prices.json"
HOUSE = reference.HERE / "house.json"

Json = Mapping[str, Any]

# What we add to the source, each table with the reason why; the collector's own import reads the same file.
HAND = json.loads((reference.HERE / "hand.json").read_text("utf-8"))
SOURCE_UNITS: dict[str, tuple[str, int]] = {key: (kind, per) for key, (kind, per) in HAND["units"]["table"].items()}
PROVIDER_ALIASES: dict[str, list[str]] = HAND["aliases"]["table"]
PROVIDER_RULES: dict[str, list[Json]] = HAND["rules"]["table"]
MINIMUMS: dict[tuple[str, str], dict[str, int]] = {
    (row["provider"], row["model"]): row["minimum"] for row in HAND["minimums"]["table"]
}
FREE: Json = HAND["free"]["prices"]
FREE_MODELS: set[tuple[str, str]] = {(row["provider"], row["model"]) for row in HAND["free"]["table"]}
# From, to, days, prices.
WINDOWS: dict[tuple[str, str], list[tuple[str | None, str | None, list[int] | None, Json | None]]] = {
    (row["provider"], row["model"]): [(w["from"], w["to"], w["days"], w["prices"]) for w in row["windows"]]
    for row in HAND["windows"]["table"]
}

# The shapes that the source may have. The second set of each pair is known and deliberately left out:
# how to read a provider's response and how to guess a provider are the doors' business, not the book's.
PROVIDER_KEYS = (
    {"id", "provider_match", "fallback_model_providers", "models"},
    {"api_pattern", "model_match", "extractors"},
)
MODEL_KEYS = ({"id", "match", "prices", "price_variants"}, {"deprecated"})
VARIANT_SELECTORS = {"processing", "service_tier", "speed", "route", "search_type"}

SIGNIFICANT_DIGITS = 15
NOISE_FREE = Context(prec=SIGNIFICANT_DIGITS, rounding=ROUND_HALF_EVEN)


class SourceError(Exception):
    """The source has a shape that this file does not know."""


@dataclass
class Report:
    """What the tool counts while it works."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        return "\n".join(f"{n:>6}  {what}" for what, n in sorted(self.counts.items()))


def expect(truth: bool, message: str) -> None:
    if not truth:
        raise SourceError(message)


def expect_keys(value: Json, known: tuple[set[str], set[str]], where: str) -> None:
    used, ignored = known
    unknown = value.keys() - used - ignored
    expect(not unknown, f"{where}: unknown keys {sorted(unknown)}")


# --- names -----------------------------------------------------------------------------------------------------


def rule(clause: Json, where: str, report: Report) -> Json:
    """One clause of the source as one of our rules, lower-cased."""
    expect(len(clause) == 1, f"{where}: a clause has one operator, not {sorted(clause)}")
    ((op, arg),) = clause.items()
    match op:
        case "equals" | "starts_with" | "ends_with" | "contains":
            report.counts[f"rule clauses: {op}"] += 1
            return {op: arg.lower()}
        case "regex":
            report.counts["rule clauses: regex"] += 1
            return portable_regex(arg, where)
        case "and" | "or":
            report.counts[f"rule clauses: {op}"] += 1
            return {op: [rule(c, where, report) for c in arg]}
        case _:
            raise SourceError(f"{where}: unknown clause {op!r}")


def portable_regex(pattern: str, where: str) -> Json:
    """The pattern without look-around, which finite automata cannot do: `^(?!.*X)` is "X is not found"."""
    if negative := re.fullmatch(r"\^\(\?!\.\*(.+)\)", pattern):
        return {"not": portable_regex(negative[1], where)}
    backward = re.search(r"\\[1-9]|\(\?(?!:)", pattern)
    expect(backward is None, f"{where}: {pattern!r} needs look-around, flags or back-references")
    re.compile(pattern)
    return {"regex": pattern}


def alternatives(clause: Json) -> list[Json]:
    """The clauses of which any one is enough."""
    if "or" in clause:
        return [c for part in clause["or"] for c in alternatives(part)]
    return [clause]


def names(clause: Json, where: str, report: Report) -> tuple[list[str], list[Json]]:
    """A match clause as exact names and the rules that remain."""
    parts = alternatives(clause)
    exact = [c["equals"].lower() for c in parts if "equals" in c]
    rules = [rule(c, where, report) for c in parts if "equals" not in c]
    return list(dict.fromkeys(exact)), rules


# --- prices ----------------------------------------------------------------------------------------------------


def amount(text: str, report: Report) -> str:
    """A price as canonical decimal text; more than 15 significant digits are the noise of a float."""
    value = Decimal(text)
    expect(value.is_finite() and value >= 0, f"not a price: {text!r}")
    if len(value.as_tuple().digits) > SIGNIFICANT_DIGITS:
        value = NOISE_FREE.plus(value)
        report.counts["float noise rounded to 15 digits"] += 1
    return f"{value.normalize():f}"


def unit_price(value: str | Json, where: str, report: Report) -> str | Json:
    if isinstance(value, str):
        return amount(value, report)
    expect_keys(value, ({"base", "tiers"}, set()), where)
    tiers: list[Json] = []
    for tier in sorted(value["tiers"], key=lambda t: t["start"]):
        expect_keys(tier, ({"start", "price"}, set()), where)
        tiers.append({"above": tier["start"], "price": amount(tier["price"], report)})
    report.counts["tiered unit prices"] += 1
    return {"base": amount(value["base"], report), "tiers": tiers}


def unit_prices(prices: Json, where: str, report: Report) -> Json:
    """The source's price map by our kinds."""
    out: dict[str, str | Json] = {}
    for key, value in prices.items():
        expect(key in SOURCE_UNITS, f"{where}: unknown price key {key!r}")
        kind, _ = SOURCE_UNITS[key]
        price = unit_price(value, where, report)
        expect(out.get(kind, price) == price, f"{where}: two different prices for {kind}")
        out[kind] = price
        report.kinds.add(kind)
    report.counts["unit prices"] += len(out)
    return out


def midnight(date: str | None) -> str | None:
    if date is None:
        return None
    expect(re.fullmatch(r"\d{4}-\d\d-\d\d", date) is not None, f"not a date: {date!r}")
    return f"{date}T00:00:00Z"


def minute(time: str) -> str:
    expect(re.fullmatch(r"\d\d:\d\d:00\+00:00", time) is not None, f"not a whole minute of UTC: {time!r}")
    return time[:5]


def entry(start: str | None, end: str | None, prices: Json, where: str, report: Report) -> dict[str, Any]:
    return {"from": midnight(start), "to": midnight(end), "unit_prices": unit_prices(prices, where, report)}


def standard_prices(source: Json | list[Json], key: tuple[str, str], report: Report) -> list[Json]:
    """The dated price entries.

    The source takes the last entry whose constraint holds, or else the first. Its lists are one undated entry,
    then rising start dates, then daily windows. So each date ends where the next begins, the first reaches back
    for ever, and the windows come last, where "the last entry in force wins" lets them override the dates.
    """
    where = "/".join(key)
    if isinstance(source, Mapping):
        if not source and (key in FREE_MODELS or key[1].endswith(":free")):
            source = FREE
            report.counts["models made explicitly free"] += 1
        source = [{"prices": source}]
    for item in source:
        expect_keys(item, ({"prices", "constraint"}, set()), where)
    windows = [e for e in source if "start_time" in e.get("constraint", {})]
    dated = source[: len(source) - len(windows)]
    expect(dated == [e for e in source if e not in windows], f"{where}: a daily window before a dated price")
    expect(len(dated) > 0, f"{where}: daily windows without a price for the rest of the day")

    dates: list[str] = [dated[0].get("constraint", {}).get("start_date", "0000-00-00")]
    for item in dated[1:]:
        expect(item.get("constraint", {}).keys() == {"start_date"}, f"{where}: expected a start date")
        dates.append(item["constraint"]["start_date"])
    expect(dates == sorted(set(dates)), f"{where}: start dates do not rise")

    out: list[Json] = []
    starts = dates[1:]
    for item, start, end in zip(dated, [None, *starts], [*starts, None], strict=True):
        out.append(entry(start, end, item["prices"], where, report))
    for start, end, days, prices in WINDOWS.get(key, [(None, None, None, None)]) if windows else []:
        for item in windows:
            expect(item["constraint"].keys() == {"start_time", "end_time"}, f"{where}: unknown constraint")
            daily = [minute(item["constraint"]["start_time"]), minute(item["constraint"]["end_time"])]
            window = {**entry(start, end, prices or item["prices"], where, report), "daily": daily}
            out.append(window if days is None else {**window, "days": days})
    report.counts["price entries"] += len(out)
    report.counts["price entries that are dated"] += len(starts)
    report.counts["price entries that are daily windows"] += len(out) - len(dated)
    return out


def variants(source: Iterable[Json], where: str, report: Report) -> list[Json]:
    """Partial prices that a call selects by its service tier; the first in force wins for each kind."""
    out: list[Json] = []
    selector_of: dict[str, str] = {}
    for item in source:
        expect_keys(item, ({"when", "prices", "constraint"}, set()), where)
        expect(len(item["when"]) == 1, f"{where}: a variant with several selectors")
        ((selector, name),) = item["when"].items()
        expect(selector in VARIANT_SELECTORS, f"{where}: unknown selector {selector!r}")
        expect(selector_of.setdefault(name, selector) == selector, f"{where}: {name!r} means two things")
        constraint = item.get("constraint", {})
        expect(constraint.keys() <= {"start_date"}, f"{where}: unknown constraint {sorted(constraint)}")
        out.append({"name": name, **entry(constraint.get("start_date"), None, item["prices"], where, report)})
        report.counts[f"variants: {name}"] += 1
    return out


# --- the book --------------------------------------------------------------------------------------------------


def models(source: Iterable[Json], provider: str, report: Report) -> list[Json]:
    out: list[dict[str, Any]] = []
    earlier: list[tuple[str, Json]] = []
    for item in source:
        where = f"{provider}/{item.get('id')}"
        expect_keys(item, MODEL_KEYS, where)
        exact, rules = names(item["match"], where, report)

        def taken_by(name: str) -> str | None:
            return next((other for other, clause in earlier if source_matches(clause, name)), None)

        # Exact names are looked up before any rule, so a name that the source gives to an earlier model must go.
        own = item["id"].lower()
        expect(taken_by(own) is None, f"{where}: its id belongs to {taken_by(own)}")
        shadowed = [name for name in exact if taken_by(name) is not None]
        report.counts["aliases dropped: an earlier model has the name"] += len(shadowed)
        earlier.append((item["id"], item["match"]))

        model: dict[str, Any] = {"id": item["id"]}
        if aliases := [name for name in exact if name != own and name not in shadowed]:
            model["aliases"] = aliases
        if rules:
            model["match"] = rules
        if minimum := MINIMUMS.get((provider, item["id"])):
            model["minimum"] = minimum
        model["prices"] = standard_prices(item["prices"], (provider, item["id"]), report)
        if item.get("price_variants"):
            model["variants"] = variants(item["price_variants"], where, report)
        out.append(model)
        report.counts["models"] += 1
        report.counts["models without any price"] += not any(e["unit_prices"] for e in model["prices"])
        report.counts["aliases"] += len(aliases)
        report.counts["models with rules"] += bool(rules)
        report.counts["models with variants"] += "variants" in model
        report.counts["models with a minimum"] += "minimum" in model
    return out


def source_matches(clause: Json, name: str) -> bool:
    """Whether the source's own clause takes a lower-cased name."""
    return reference.matches(rule(clause, "", Report()), name)


def providers(source: list[Json], report: Report) -> list[Json]:
    ids = [p["id"] for p in source]
    aliases = [a for some in PROVIDER_ALIASES.values() for a in some]
    expect(len({*ids, *aliases}) == len(ids) + len(aliases), "provider names are not unique")
    expect(PROVIDER_ALIASES.keys() | PROVIDER_RULES.keys() <= set(ids), "a hand-kept provider is gone")
    listed = {(p["id"], m["id"]) for p in source for m in p["models"]}
    expect(MINIMUMS.keys() | FREE_MODELS | WINDOWS.keys() <= listed, "a hand-kept model is gone")

    out: list[Json] = []
    for item in source:
        where = item["id"]
        expect_keys(item, PROVIDER_KEYS, where)
        provider: dict[str, Any] = {"id": where}
        exact, rules = names(item["provider_match"], where, report) if "provider_match" in item else ([], [])
        all_names = dict.fromkeys(n for n in (*PROVIDER_ALIASES.get(where, []), *exact) if n != where)
        if all_names:
            provider["aliases"] = list(all_names)
        if rules := [*PROVIDER_RULES.get(where, []), *rules]:
            provider["match"] = rules
        if fallback := item.get("fallback_model_providers"):
            expect(set(fallback) <= set(ids), f"{where}: unknown fallback")
            provider["fallback"] = fallback
        provider["models"] = models(item["models"], where, report)
        out.append(provider)
        report.counts["providers"] += 1
        report.counts["provider aliases"] += len(all_names)
    return out


def generate(raw: bytes, report: Report) -> str:
    """The text of the book."""
    listed = providers(json.loads(raw), report)
    per = {kind: size for kind, size in SOURCE_UNITS.values() if kind in report.kinds}
    head = {"version": BOOK_VERSION, "source": {**SOURCE, "sha256": hashlib.sha256(raw).hexdigest()}, "per": per}
    return render(head, listed)


def render(head: Json, listed: list[Json]) -> str:
    """JSON with one model per line, so that a difference shows the models that changed."""

    def compact(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    lines = ["{" + ",\n".join(f'"{key}":{compact(value)}' for key, value in head.items()) + ",", '"providers":[']
    for provider in listed:
        outer = compact({key: value for key, value in provider.items() if key != "models"})
        lines.append(f'{outer[:-1]},"models":[')
        lines.append(",\n".join(compact(model) for model in provider["models"]))
        lines.append("]}," if provider is not listed[-1] else "]}")
    return "\n".join([*lines, "]}", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the generated half of the price book.")
    parser.add_argument("source", type=Path, nargs="?", help="the data of genai-prices as JSON")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 on any difference or clash")
    args = parser.parse_args()
    if args.source is None and not args.check:
        parser.error("a source is needed to write the book")

    faults: list[str] = []
    if args.source is not None:
        report = Report()
        text = generate(args.source.read_bytes(), report)
        print(report)
        if not args.check:
            BOOK.write_text(text, "utf-8", newline="\n")
        elif BOOK.read_text("utf-8") != text:
            faults.append(f"{BOOK.name} differs from what {args.source.name} gives")
    faults += house.faults(BOOK, HOUSE)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
