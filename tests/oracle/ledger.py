#!/usr/bin/env python3
"""Hold the collector's answers against a list of events with filters and sums.

    ledger.py --program PATH [--postgres URL] [--seed N] [--events N] [--questions N]

The program is started on an empty SQLite file and on a new PostgreSQL database. Both get the same invented events, some
of them changed midway and at the end, then the same random questions. Every figure is worked out here a second time, by brute force, and must be the same to
the last digit; so must the answers of the two databases. README.md says what this covers.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from answers import Partial
from asking import ask_all
from book import Ledger
from calls import TENANTS
from changes import Change, Changer, send
from civil import DAY, micros
from events import Wire, read
from invent import Batch, Inventor, Plan, encode
from program import Broken, Collector, Postgres
from questions import Asker
from report import Report

NOT_RUN = "PostgreSQL WAS NOT RUN: name a cluster with --postgres"
STARTED = time.monotonic()


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


@dataclass(frozen=True)
class Story:
    """What is sent, what is changed before, midway and after it, and what must then be known."""

    plan: Plan
    changes: tuple[list[Change], list[Change], list[Change]]
    ledgers: dict[str, Ledger]


def told(plan: Plan, seed: int) -> Story:
    """Tells it once to the model: what a collector must know after it received everything."""
    ledgers = {tenant: Ledger(zone) for tenant, zone in TENANTS.items()}
    changers = [Changer(seed, tenant, ledger) for tenant, ledger in ledgers.items()]
    # The first event of a tenant that is not there creates it, in UTC: until then there is nothing to change.
    first = [change for changer in changers if changer.ledger.zone != "UTC" for change in changer.first()]
    early, late = halves(plan)

    def receive(requests: list[list[Wire]]) -> None:
        for event in (read(wire) for events in requests for wire in events):
            ledgers[event.tenant].receive(event)

    receive(plan.files + [batch.events for wave in early for batch in wave])
    midway = [change for changer in changers for change in changer.midway()]
    receive([batch.events for wave in late for batch in wave])
    last = [change for changer in changers for change in changer.last()]
    return Story(plan, (first, midway, last), ledgers)


def halves(plan: Plan) -> tuple[list[list[Batch]], list[list[Batch]]]:
    half = len(plan.waves) // 2
    return plan.waves[:half], plan.waves[half:]


def fill(story: Story, collector: Collector, report: Report) -> None:
    """Sends everything; files are imported beside the running server."""
    plan, (first, midway, last) = story.plan, story.changes
    for tenant, zone in TENANTS.items():
        if zone != "UTC":
            collector.run("tenants", "create", tenant, "--time-zone", zone)
    early, late = halves(plan)
    send(collector, first, report)
    with ThreadPoolExecutor() as pool:
        for sending in (
            pool.submit(bring_in, plan, collector, report),
            pool.submit(post, early, set(), collector, report),
        ):
            sending.result()
    send(collector, midway, report)
    known = {key(event) for wave in early for batch in wave for event in batch.events}
    post(late, known, collector, report)
    send(collector, last, report)
    say(f"{collector.name}: {len(plan.files)} files and {len(plan.waves)} waves of requests sent")
    say(f"{collector.name}: {sum(map(len, story.changes))} changes made before, midway and after")


def bring_in(plan: Plan, collector: Collector, report: Report) -> None:
    known: set[tuple[str, str]] = set()
    for number, events in enumerate(plan.files):
        file = collector.folder / f"{collector.name}-{number}.ndjson"
        file.write_text("".join(encode(event) + "\n" for event in events))
        _, text = collector.run("events", "import", str(file))
        ids = {key(event) for event in events}
        expected = Partial(created=len(ids - known), rejected=0, conflicts=0, lines=len(events))
        report.compare(f"{collector.name}: import of file {number}", expected, json.loads(text))
        known |= ids


def post(waves: list[list[Batch]], known: set[tuple[str, str]], collector: Collector, report: Report) -> None:
    for number, wave in enumerate(waves):
        sent = [batch.events for batch in wave for _ in range(batch.copies)]
        receipts = collector.post(encode(events) for events in sent)
        where = f"{collector.name}: wave {number}"
        new = {key(event) for events in sent for event in events} - known
        report.compare(f"{where}: created", len(new), sum(receipt["created"] for receipt in receipts))
        for events, receipt in zip(sent, receipts):
            told = [receipt["created"] + receipt["skipped"], len(receipt["conflicts"]), receipt["rejected"]]
            expected = [len(events), sum("altered" in event for event in events), []]
            report.compare(f"{where}: stored or skipped, in conflict, rejected", expected, told)
        known |= new


def key(event: Wire) -> tuple[str, str]:
    return event.get("tenant_id", "default_tenant"), event["id"]


def start(options: argparse.Namespace, stack: ExitStack) -> list[Collector]:
    """A collector on each database. Whatever is left when the stack unwinds is stopped and removed."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="llmobserve-oracle-")))
    databases = {"sqlite": f"sqlite://{folder}/ledger.db"}
    if options.postgres:
        database = Postgres(options.postgres)
        stack.callback(database.drop)
        databases["postgres"] = database.url(database.name)
    collectors = []
    for name, url in databases.items():
        collectors.append(Collector(options.program.resolve(), name, url, folder))
        stack.callback(collectors[-1].stop)
    return collectors


def verify(collector: Collector, report: Report) -> None:
    """The program's own proof."""
    code, text = collector.run("verify")
    found = {tenant: told["differences"] for tenant, told in json.loads(text).items()}
    report.compare(f"{collector.name}: verify", [0, {tenant: [] for tenant in TENANTS}], [code, found])


def run(options: argparse.Namespace, report: Report) -> str:
    """All of it. Returns what was asked."""
    today = options.today or datetime.now(UTC)
    plan = Inventor(options.seed, micros(today) // DAY * DAY).plan(options.events)
    story = told(plan, options.seed)
    asker = Asker(options.seed, story.ledgers)
    with ExitStack() as stack:
        collectors = start(options, stack)
        for collector in collectors:
            fill(story, collector, report)
        for question in asker.every_run():
            ask_all(collectors, question, report)
        say(f"every run compared, {report.count} differences")
        for number in range(1, options.questions + 1):
            ask_all(collectors, asker.question(), report)
            if number % 500 == 0:
                say(f"{number} questions, {report.count} differences")
        for collector in collectors:
            verify(collector, report)
    return f"{options.questions} questions on {' and '.join(collector.name for collector in collectors)}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Hold the collector's answers against a brute-force model.")
    parser.add_argument("--program", type=Path, required=True, help="the llmobserve program")
    parser.add_argument(
        "--postgres",
        default=os.environ.get("LLMOBSERVE_TEST_POSTGRES"),
        metavar="URL",
        help="a cluster's login that may create databases [default: $LLMOBSERVE_TEST_POSTGRES]",
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, another ledger [default: 1]")
    parser.add_argument(
        "--today",
        type=lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC),
        metavar="DATE",
        help="invent as on another day, to repeat a ledger of up to a day ago [default: today]",
    )
    parser.add_argument("--events", type=int, default=3_000, help="how many, about [default: 3000]")
    parser.add_argument("--questions", type=int, default=1_000, help="how many questions [default: 1000]")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    if not options.postgres:
        print(f"ledger oracle: {NOT_RUN}", file=sys.stderr)
    # What was started is stopped, however this ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Report()
    try:
        asked = run(options, report)
    except (Broken, OSError) as broken:
        print(f"ledger oracle: {broken}", file=sys.stderr)
        return 1
    print(f"seed {options.seed}, {options.events} events{'' if options.postgres else f'; {NOT_RUN}'}")
    print(f"ledger oracle: {asked}, {report.count} differences")
    return 1 if report.count else 0


if __name__ == "__main__":
    sys.exit(main())
