"""Groups, and the rest beyond the top ones, add up to the total: told from an answer alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from answers import Json
from questions import Question
from report import Report

# Sums that add up. An average and a ratio do not.
MEASURES = (
    *("cost_usd", "calls", "input_tokens", "output_tokens", "unpriced_calls", "errors", "cache_read_tokens"),
    *("cache_write_tokens", "reasoning_tokens", "customer_paid_calls", "customer_paid_cost_usd"),
)
CHANGES = ("previous_cost_usd", "previous_calls", "previous_input_tokens", "previous_output_tokens", "cost_change_usd")


def check(where: str, question: Question, got: Json, report: Report) -> None:
    where = f"{where}: entries add up"
    match question.entries:
        case "groups" if "group_by" in question.params:
            whole = got["total"] | got.get("compared", {})
            names = [name for name in (*MEASURES, *CHANGES) if name in whole]
            report.compare(where, pick(whole, names), added(got["groups"] + got.get("rest", []), names))
        case "models" if question.total:
            report.compare(where, pick(question.total, MEASURES), added(got["models"], MEASURES))
        case "sections" if question.total:
            tops = [section for section in got["sections"] if section["depth"] == 0]
            report.compare(where, pick(question.total, MEASURES), added(tops, MEASURES))
        case "events" if question.total:
            # Only what they cost: a step, a duplicate and a void event have tokens, and cost nothing.
            names = ("cost_usd", "customer_paid_cost_usd")
            report.compare(where, pick(question.total, names), added(got["events"], names))


def pick(whole: Json, names: Any) -> Json:
    return {name: whole[name] for name in names}


def added(entries: list[Json], names: Any) -> Json:
    """What is not priced is `null`, and adds nothing."""
    return {name: sum((entry[name] or 0 for entry in entries), Decimal(0)) for name in names}
