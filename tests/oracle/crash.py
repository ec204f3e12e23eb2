#!/usr/bin/env python3
"""Kill the collector under load, again and again, and hold what it says afterwards against a client's journal.

    crash.py --program PATH [--sqlite ROUNDS] [--postgres-rounds ROUNDS] [--postgres URL] [--seed N]

Each round starts the program on the database of the round before, posts batches on several connections, and ends it with
SIGKILL in the middle. On PostgreSQL every other round ends the database server instead, as a power failure would, when
tests/with-postgres.sh says where it is. A batch that was answered 201 must be there in full; a batch without an answer
may be there in full or in part; both are sent again, and afterwards every event is there exactly once, every total says
so, and `verify` finds nothing.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from program import Broken, Collector, Postgres

WRITERS = 6
BATCH = 20
PRICE = Decimal("0.15")
"""Of one event: a million uncached prompt tokens of gpt-4o-mini."""


@dataclass
class Journal:
    """What a client knows."""

    acknowledged: list[list[str]] = field(default_factory=list)
    unanswered: list[list[str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, ids: list[str], answered: bool) -> None:
        with self.lock:
            (self.acknowledged if answered else self.unanswered).append(ids)


def body(ids: list[str]) -> str:
    event = {"provider": "openai", "model": "gpt-4o-mini", "input_tokens": 1_000_000, "customer_id": "alice"}
    return json.dumps([{"id": id, "run_id": id.rsplit("-", 1)[0], **event} for id in ids])


def write(collector: Collector, name: str, journal: Journal, stop: threading.Event) -> None:
    """Posts batch after batch until the server is gone."""
    batch = 0
    while not stop.is_set():
        ids = [f"{name}-{batch}-{number}" for number in range(BATCH)]
        batch += 1
        try:
            answer = collector.request("POST", "/events", body(ids))
        except (OSError, http.client.HTTPException):
            journal.note(ids, answered=False)
            return
        if answer.status == 503:
            journal.note(ids, answered=False)
            return
        receipt = json.loads(answer.text)
        if answer.status != 201 or receipt["created"] != BATCH:
            raise Broken(f"{answer.status} {answer.text}")
        journal.note(ids, answered=True)


def end(collector: Collector, database_too: bool) -> None:
    """The crash."""
    if not database_too:
        collector.process.kill()
        collector.process.wait()
        return
    data = os.environ["LLMOBSERVE_TEST_POSTGRES_DATA"]
    command = [f"{os.environ['LLMOBSERVE_TEST_POSTGRES_BIN']}/pg_ctl", "-D", data, "-w", "-m", "immediate"]
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    log = ["-l", f"{data}/log"]
    subprocess.run([*as_owner, *command, *log, "restart"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    collector.process.kill()
    collector.process.wait()


def judge(collector: Collector, journal: Journal) -> None:
    """Sends everything again."""
    for ids in journal.acknowledged:
        receipt = collector.post([body(ids)])[0]
        if (receipt["created"], receipt["skipped"], receipt["conflicts"]) != (0, BATCH, []):
            raise Broken(f"an acknowledged batch is not there: {ids[0]}: {receipt}")
    for ids in journal.unanswered:
        receipt = collector.post([body(ids)])[0]
        if receipt["created"] + receipt["skipped"] != BATCH:
            raise Broken(f"a batch cannot be sent again: {receipt}")


def totals(collector: Collector, events: int) -> None:
    for grouping in ("customer", "model", "day", "status"):
        answer = collector.get("/api/v1/costs", {"group_by": grouping}).text
        total = json.loads(answer, parse_float=Decimal)["total"]
        if (total["calls"], Decimal(total["cost_usd"])) != (events, PRICE * events):
            raise Broken(f"{events} events were sent: {total}")
    code, found = collector.run("verify")
    if code:
        raise Broken(f"verify: {found}")


def rounds(program: Path, name: str, url: str, folder: Path, count: int, chance: random.Random) -> str:
    events = acknowledged = unanswered = databases = 0
    for number in range(count):
        collector = Collector(program, name, url, folder)
        journal, stop = Journal(), threading.Event()
        database_too = name == "postgres" and number % 2 == 1 and "LLMOBSERVE_TEST_POSTGRES_DATA" in os.environ
        with ThreadPoolExecutor(WRITERS) as pool:
            writers = [
                pool.submit(write, collector, f"{name}-{number}-{writer}", journal, stop) for writer in range(WRITERS)
            ]
            time.sleep(chance.uniform(0.2, 1.2))
            end(collector, database_too)
            stop.set()
        for writer in writers:
            writer.result()
        databases += database_too
        collector = Collector(program, name, url, folder)
        try:
            judge(collector, journal)
            events += BATCH * (len(journal.acknowledged) + len(journal.unanswered))
            totals(collector, events)
        finally:
            collector.stop()
        acknowledged += len(journal.acknowledged)
        unanswered += len(journal.unanswered)
        print(f"{name}: crash {number + 1} of {count}, {acknowledged} batches kept, {unanswered} unanswered", flush=True)
    return (
        f"{name}: {count} crashes ({databases} of the database server), {acknowledged} acknowledged batches of {BATCH}, "
        f"0 lost, {unanswered} unanswered, {events} events counted once"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--sqlite", type=int, default=20)
    parser.add_argument("--postgres-rounds", type=int, default=10)
    parser.add_argument("--postgres", default=os.environ.get("LLMOBSERVE_TEST_POSTGRES"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    program = options.program.resolve()
    done = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if options.sqlite:
            done.append(rounds(program, "sqlite", f"sqlite://{folder}/crash.db", place, options.sqlite, chance))
        if options.postgres and options.postgres_rounds:
            cluster = Postgres(options.postgres)
            try:
                url = cluster.url(cluster.name)
                done.append(rounds(program, "postgres", url, place, options.postgres_rounds, chance))
            finally:
                cluster.drop()
        elif options.postgres_rounds:
            done.append("postgres: NOT RUN, name a cluster with --postgres")
    print("\n".join(done))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Broken as broken:
        print(f"crash: {broken}", file=sys.stderr)
        sys.exit(1)
