"""Asking a collector a question, and holding every page of the answer against what it must be."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from answers import ANY, Json
from civil import micros
from program import Answer, Broken, Collector
from questions import Question
from report import Report
from runs import SORTED_BY, in_order

# Entries of a page, unless asked otherwise.
DEFAULT_LIMIT = 100

# What two collectors that know the same may answer differently: when something arrived, and which of several reports
# of a call is named.
OWN = re.compile(r'"(first_seen|received_at|duplicate_of)":"[^"]*"')

MONEY = re.compile(r'cost_usd":(?!null)([^,}]*)')
CANONICAL = re.compile(r"(0|[1-9]\d*)(\.\d{0,8}[1-9])?")


def ask_all(collectors: list[Collector], question: Question, report: Report) -> None:
    """Asks every database, and holds their answers against each other too."""
    texts = [ask(collector, question, report) for collector in collectors]
    for collector, text in zip(collectors, texts):
        both = f"{collectors[0].name} and {collector.name}: {question}"
        report.compare(both, texts[0], text)


def ask(collector: Collector, question: Question, report: Report) -> str:
    """Compares an answer, all its pages together. Returns what another database must answer too."""
    where = f"{collector.name}: {question}"
    try:
        answers = list(pages(collector, question))
    except Broken as broken:
        report.compare(where, "200", str(broken))
        return ""
    text = "".join(answer.text for answer in answers)
    if question.is_table:
        report.compare(where, expected_table(question), table(answers))
        return text
    odd = [amount for amount in MONEY.findall(text) if not CANONICAL.fullmatch(amount)]
    report.compare(f"{where}: canonical amounts", [], odd)
    bodies = [decode(answer.text) for answer in answers]
    if question.entries is not None:
        sizes = [body | {question.entries: len(body[question.entries])} for body in bodies]
        report.compare(f"{where}: pages", expected_pages(question, bodies[0]), sizes)
    got = together(question, bodies)
    if question.entries != "runs":
        report.compare(where, question.expected, got)
        return OWN.sub("", text)
    # Equal runs come in no promised order.
    sort = question.params.get("sort", "time")
    values = [SORTED_BY[sort](run) for run in got["runs"]]
    report.compare(f"{where}: order", sorted(values, reverse=True), values)
    got["runs"] = in_order(got["runs"], sort)
    report.compare(where, question.expected, got)
    return repr(got)


def pages(collector: Collector, question: Question) -> Iterator[Answer]:
    """Page after page, until there is no next one."""
    params = dict(question.params)
    while True:
        page = collector.get(question.path, params)
        if page.status != 200:
            raise Broken(f"{page.status} {page.text[:500]}")
        yield page
        following = page.next if question.is_table else json.loads(page.text).get("next")
        if following is None:
            return
        params["cursor"] = following


def decode(text: str) -> Json:
    """JSON with exact figures, and instants as microseconds."""

    def instants(members: Json) -> Json:
        for name in ("started_at", "ended_at", "timestamp"):
            if name in members:
                members[name] = micros(datetime.fromisoformat(members[name]))
        return members

    body: Json = json.loads(text, parse_float=Decimal, object_hook=instants)
    return body


def together(question: Question, bodies: list[Json]) -> Json:
    """One answer of all pages."""
    whole = {name: value for name, value in bodies[0].items() if name != "next"}
    if question.entries is not None:
        whole[question.entries] = [entry for body in bodies for entry in body[question.entries]]
    return whole


def expected_pages(question: Question, first: Json) -> list[Json]:
    """Full pages but for the last, which agree in all but their cursors; entries as their number."""
    assert question.entries is not None
    count = len(question.expected[question.entries])
    limit = int(question.params.get("limit", DEFAULT_LIMIT))
    sizes = [min(limit, count - start) for start in range(0, max(count, 1), limit)]
    nexts = [ANY] * (len(sizes) - 1) + [None]
    return [first | {question.entries: size, "next": following} for size, following in zip(sizes, nexts)]


# ---------------------------------------------------------------- tables


def expected_table(question: Question) -> list[list[str]]:
    dimensions = [name for name in question.params.get("group_by", "").split(",") if name]
    total = question.expected["total"]
    header = [*dimensions, *total]
    rows = question.expected["groups"] if dimensions else [total]
    return [header] + [[cell(row[name]) for name in header] for row in rows]


def cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            # A spreadsheet would run it.
            return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case _:
            return str(value)


def table(answers: list[Answer]) -> list[list[str]]:
    """The rows of all pages, below one header."""
    tables = [list(csv.reader(io.StringIO(answer.text))) for answer in answers]
    return [tables[0][0]] + [row for rows in tables for row in rows[1:]]
