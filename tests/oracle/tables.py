"""Tables, CSV and NDJSON, which hold what the JSON holds, row for row."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from answers import Json
from events import Number
from program import Answer
from questions import Question
from report import Report

# Their tables leave some members out.
SHORTER = {"events"}


def exact(text: str) -> Any:
    """JSON with numbers as their text."""
    return json.loads(text, parse_float=Number, parse_int=Number)


def check(where: str, question: Question, told: list[Answer], tables: list[Answer], report: Report) -> None:
    """Holds the pages of a table against those of the JSON."""
    bodies = [exact(answer.text) for answer in told]
    rows = [row for body in bodies for row in rows_of(question, body)]
    # The rest beyond the top groups follows the last one.
    rows += bodies[-1].get("rest", [])
    if question.table == "ndjson":
        lines = [exact(line) for answer in tables for line in answer.text.split("\n") if line]
        report.compare(f"{where}: rows", rows, lines)
        return
    pages = [list(csv.reader(io.StringIO(answer.text, newline=""))) for answer in tables]
    report.compare(f"{where}: the same header on each page", [], [page[0] for page in pages if page[0] != pages[0][0]])
    if "limit" in question.params and len(pages) > 1:
        sizes = [len(page) - 1 for page in pages[:-1]]
        report.compare(f"{where}: full pages", [int(question.params["limit"])] * len(sizes), sizes)
    header = pages[0][0]
    report.compare(f"{where}: header", expected_header(question, rows, header), header)
    found = [record for page in pages for record in page[1:]]
    report.compare(f"{where}: length", len(rows), len(found))
    expected = [[cell(row.get(name)) for name in header] for row in rows]
    report.compare(f"{where}: rows", expected, [read(header, row, record) for row, record in zip(rows, found)])


def read(header: list[str], row: Json, record: list[str]) -> list[Any]:
    """A record, with arrays and objects where the row has them."""
    return [exact(text) if isinstance(row.get(name), dict | list) else text for name, text in zip(header, record)]


def rows_of(question: Question, body: Json) -> list[Json]:
    """The entries; of costs that are not grouped, the total."""
    if question.entries == "groups" and "group_by" not in question.params:
        return [body["total"] | body.get("compared", {})]
    entries: list[Json] = body[question.entries or ""]
    return entries


def expected_header(question: Question, rows: list[Json], header: list[str]) -> list[str]:
    if question.entries == "groups":
        dimensions = [name for name in question.params.get("group_by", "").split(",") if name]
        expected = question.expected
        groups = ["groups"] if "rest" in expected else []
        return [*dimensions, *expected["total"], *expected.get("compared", {}), *groups]
    if not rows:
        return header
    members = list(rows[0])
    return [name for name in members if name in header] if question.entries in SHORTER else members


def cell(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Number():
            return str(value)
        case str():
            # A spreadsheet would run it.
            return f"'{value}" if value.startswith(("=", "+", "-", "@")) and not is_number(value) else value
        case _:
            return value


def is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return bool(digits) and all(letter in "0123456789." for letter in digits)
