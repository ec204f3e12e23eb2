"""What is wrong with house.json, the hand-kept half of the price book. `generate.py --check` prints it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import reference

Json = Mapping[str, Any]

PROVIDER_KEYS = {"id", "aliases", "match", "fallback", "models"}
MODEL_KEYS = {"id", "aliases", "match", "minimum", "source", "prices", "variants"}
ENTRY_KEYS = {"from", "to", "daily", "days", "unit_prices"}
SOURCE = re.compile(r"https://\S+ \(read \d{4}-\d\d-\d\d\)")


def faults(book: Path, house: Path) -> list[str]:
    """Shapes, figures and sources that are not as README.md says, and names that the generated book already has."""
    raw = json.loads(house.read_text("utf-8"))
    generated = reference.Book(book)
    found = [f"`per` has unknown kind {kind!r}" for kind in raw["per"] if kind not in reference.KINDS]
    for provider in raw["providers"]:
        found += (f"{provider['id']}: {fault}" for fault in provider_faults(provider, generated))
        namesake = generated.providers.get(provider["id"])
        taken: set[str] = set()
        for model in provider["models"]:
            where = f"{provider['id']}/{model['id']}"
            found += (f"{where}: {fault}" for fault in name_faults(model, namesake, taken))
            found += (f"{where}: {fault}" for fault in price_faults(model, raw["per"]))
    return found


def provider_faults(provider: Json, generated: reference.Book) -> Iterator[str]:
    if unknown := provider.keys() - PROVIDER_KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if provider["id"] in generated.providers:
        if extra := provider.keys() - {"id", "models"}:
            yield f"the generated book says {sorted(extra)}; here a provider that it has only gains models"
        return
    for name in (provider["id"], *provider.get("aliases", ())):
        if generated.provider(name) is not None:
            yield f"the generated book knows {name!r} as {generated.provider(name).id}"


def name_faults(model: Json, generated: reference.Provider | None, taken: set[str]) -> Iterator[str]:
    if unknown := model.keys() - MODEL_KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if not SOURCE.fullmatch(model.get("source", "")):
        yield "`source` must read `https://… (read YYYY-MM-DD)`"
    for name in (model["id"], *model.get("aliases", ())):
        if name != name.lower() or name in taken:
            yield f"{name!r} stands twice or is not lower-case"
        if generated is not None and generated.full(name) is not None:
            yield f"the generated book prices {name!r}"
        taken.add(name)


def price_faults(model: Json, per: Json) -> Iterator[str]:
    for entry in (*model["prices"], *model.get("variants", ())):
        if entry.keys() - ENTRY_KEYS - {"name"} or not {"from", "to", "unit_prices"} <= entry.keys():
            yield f"an entry has the keys {sorted(entry)}"
        for kind, price in entry["unit_prices"].items():
            if kind not in per:
                yield f"`per` lacks {kind}"
            figures = [price] if isinstance(price, str) else [price["base"], *(t["price"] for t in price["tiers"])]
            yield from (f"write {figure!r} plainly" for figure in figures if not plain(figure))


def plain(figure: str) -> bool:
    """Whether a price is a decimal without sign, exponent or needless zeros."""
    try:
        return figure == f"{Decimal(figure).normalize():f}" and Decimal(figure) >= 0
    except InvalidOperation:
        return False
