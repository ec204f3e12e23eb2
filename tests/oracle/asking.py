"""Asking a collector a question, and holding every page of the answer against what it must be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal

import lists
import sums
from answers import ANY, Json, Partial
from civil import micros
from program import Answer, Broken, Collector
from questions import Question
from report import Report
from runs import SORTED_BY, in_order
from tables import check as check_table
from windows import Params

# Entries of a page, unless asked otherwise.
DEFAULT_LIMIT = 100

# What two collectors that know the same may answer differently: when something arrived or was
# changed and by what, and which of several reports of a call is named.
OWN = re.compile(r'"(first_seen|received_at|duplicate_of|made_at|revision)":"[^"]*"')

MONEY = re.compile(r'_usd":(?!null|")([^,}]*)')
CANONICAL = re.compile(r"-?(0|[1-9]\d*)(\.\d{0,8}[1-9])?")


def ask_all(collectors: list[Collector], question: Question, report: Report) -> None:
    """Asks every database, and holds their answers against each other too."""
    texts = [ask(collector, question, report) for collector in collectors]
    for collector, text in zip(collectors, texts):
        both = f"{collectors[0].name} and {collector.name}: {question}"
        report.compare(both, texts[0], text)


def ask(collector: Collector, question: Question, report: Report) -> str:
    """Compares an answer, all its pages together. Returns what another database must answer too."""
    where = f"{collector.name}: {question}"
    if question.is_refused:
        return refused(collector, question, report)
    asked_at = micros(datetime.now(UTC))
    try:
        told = list(pages(collector, question.path, question.params))
        form = {"format": question.table} if question.table else None
        tables = list(pages(collector, question.path, question.params | form)) if form else []
    except Broken as broken:
        report.compare(where, "200", str(broken))
        return ""
    text = "".join(answer.text for answer in told)
    odd = [amount for amount in MONEY.findall(text) if not CANONICAL.fullmatch(amount)]
    report.compare(f"{where}: canonical amounts", [], odd)
    bodies = [decode(answer.text) for answer in told]
    if question.at is not None:
        compare_now(where, question.at, bodies[0], asked_at, report)
        return ""
    if question.entries is not None:
        sizes = [body | {question.entries: len(body[question.entries])} for body in bodies]
        report.compare(f"{where}: pages", expected_pages(question, bodies[0]), sizes)
    got = together(question, bodies)
    sums.check(where, question, got, report)
    if question.table:
        check_table(where, question, told, tables, report)
    return compare(where, question, got, text, report)


def compare(where: str, question: Question, got: Json, text: str, report: Report) -> str:
    """Holds the whole answer against what it must be. What is equal in time may come in any order."""
    if question.entries == "events":
        times = [event["timestamp"] for event in got["events"]]
        report.compare(f"{where}: order", sorted(times, reverse=True), times)
        report.compare(where, question.expected, got | {"events": lists.in_order(got["events"])})
        return OWN.sub("", text)
    if question.entries != "runs":
        report.compare(where, question.expected, got)
        return OWN.sub("", text)
    sort = question.params.get("sort", "time")
    values = [SORTED_BY[sort](run) for run in got["runs"]]
    report.compare(f"{where}: order", sorted(values, reverse=True), values)
    got["runs"] = in_order(got["runs"], sort)
    report.compare(where, question.expected, got)
    return repr(got)


def compare_now(where: str, at: Callable[[int], Json], got: Json, asked_at: int, report: Report) -> None:
    """An answer about now, which is when it says that it was given."""
    now = micros(datetime.fromisoformat(got["today"]["window"]["to"]))
    report.compare(f"{where}: now", True, asked_at <= now <= micros(datetime.now(UTC)))
    report.compare(where, at(now), got)


def refused(collector: Collector, question: Question, report: Report) -> str:
    answer = collector.get(question.path, question.params)
    problem = json.loads(answer.text) if answer.status != 200 else {"status": 200}
    report.compare(f"{collector.name}: {question}", Partial(question.expected), problem)
    return str(problem.get("detail"))


def pages(collector: Collector, path: str, params: Params) -> Iterator[Answer]:
    """Page after page, until there is no next one."""
    params = dict(params)
    while True:
        page = collector.get(path, params)
        if page.status != 200:
            raise Broken(f"{page.status} {page.text[:500]}")
        yield page
        is_table = params.get("format", "json") != "json"
        following = page.next if is_table else json.loads(page.text).get("next")
        if following is None:
            return
        params["cursor"] = following


def decode(text: str) -> Json:
    """JSON with exact figures, and instants as microseconds."""

    def instants(members: Json) -> Json:
        for name in ("started_at", "ended_at", "timestamp", "first_at", "last_at", "month_end", "since"):
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
    if "next" not in first:
        return [first | {question.entries: count}]
    return [first | {question.entries: size, "next": following} for size, following in zip(sizes, nexts)]
