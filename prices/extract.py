"""Write the data of the installed genai-prices as JSON: the input of generate.py.

    python3 prices/extract.py > genai_prices.json      (in an environment with genai-prices)

The package ships its data as Python objects. This writes every field that says something about matching or money,
numbers as decimal text, and nothing that is prose. For genai-prices 0.2.3 the result has the SHA-256 that the book's
`source` names, so the whole way from the package to the book can be repeated.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


def given(**fields: Any) -> Json:
    """The fields that are set."""
    return {key: value for key, value in fields.items() if value is not None}


def clause(match: Any) -> Any:
    """A clause object as its `{operator: operand}`."""
    if match is None:
        return None
    ((field, operand),) = vars(match).items()
    if isinstance(operand, list):
        operand = [clause(part) for part in operand]
    return {field.removesuffix("_"): operand}


def price(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    tiers = [{"start": tier.start, "price": str(tier.price)} for tier in value.tiers]
    return {"base": str(value.base), "tiers": tiers}


def prices(model_price: Any) -> Json:
    return {key: price(value) for key, value in vars(model_price).items() if value is not None}


def constraint(value: Any) -> Json | None:
    return None if value is None else {key: part.isoformat() for key, part in vars(value).items()}


def conditional(value: Any) -> Any:
    if not isinstance(value, list):
        return prices(value)
    return [given(constraint=constraint(entry.constraint), prices=prices(entry.prices)) for entry in value]


def path(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return [s if isinstance(s, str) else {"type": s.type, "field": s.field, "match": clause(s.match)} for s in value]


def extractor(value: Any) -> Json:
    return {
        "root": path(value.root),
        "mappings": [{"path": path(m.path), "dest": m.dest, "required": m.required} for m in value.mappings],
        "api_flavor": value.api_flavor,
        "model_path": path(value.model_path),
    }


def model(value: Any) -> Json:
    variants = [
        given(when=dict(v.when), prices=prices(v.prices), constraint=constraint(v.constraint))
        for v in value.price_variants or ()
    ]
    return given(
        id=value.id,
        match=clause(value.match),
        deprecated=value.deprecated or None,
        prices=conditional(value.prices),
        price_variants=variants or None,
    )


def provider(value: Any) -> Json:
    return given(
        id=value.id,
        api_pattern=value.api_pattern,
        model_match=clause(value.model_match),
        provider_match=clause(value.provider_match),
        extractors=[extractor(e) for e in value.extractors] if value.extractors else None,
        fallback_model_providers=value.fallback_model_providers,
        models=[model(m) for m in value.models],
    )


def main() -> None:
    from genai_prices.data import providers

    sys.stdout.write(json.dumps([provider(p) for p in providers], ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
