#!/usr/bin/env python3
"""The ends of processes: everything is delivered, within two seconds, and what should stop stops.

    processes.py PROGRAM

gunicorn with four workers; multiprocessing by fork, spawn and forkserver, and a pool; a bare fork; Ctrl-C; SIGTERM with
flush_on_sigterm; and a collector that is silent at the end.
"""

from __future__ import annotations

import http.client
import importlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "integration"), str(HERE.parents[1])]

from collector import Collector  # noqa: E402
from fake import Fake  # noqa: E402
from trouble import Front  # noqa: E402

LONGEST_EXIT = 2.0
"""Seconds that the SDK may take of the end of a process. What the process itself needs comes on top."""

OWN_EXIT = 1.0


class Case:
    """One program on a new ledger."""

    def __init__(self, program: str, fake: Fake) -> None:
        self.collector, self.fake = Collector(program), fake
        self.url = self.collector.url

    def environment(self) -> dict[str, str]:
        paths = os.pathsep.join((str(HERE), str(HERE.parents[1])))
        return {**self.collector.env, "PYTHONPATH": paths, "COLLECTOR": self.url, "PROVIDER": self.fake.url}

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        command = [sys.executable, str(HERE / "processes_app.py"), *arguments]
        # A test run in the background ignores Ctrl-C, and so would what it starts.
        heeds = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
        return subprocess.Popen(command, env=self.environment(), text=True, stderr=subprocess.PIPE, **heeds, **options)

    def run(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*arguments)
        _, errors = process.communicate(timeout=60)
        return process.returncode, errors

    def calls(self) -> dict[str, int]:
        return {group["customer"]: group["calls"] for group in self.collector.costs(group_by="customer")["groups"]}

    def expect(self, **customers: int) -> None:
        expected = {name.replace("_", "-"): count for name, count in customers.items()}
        assert self.calls() == expected, f"{self.calls()}, expected {expected}"


def normal(case: Case) -> None:
    assert case.run("normal")[0] == 0
    case.expect(worker=3)


def raises(case: Case) -> None:
    code, errors = case.run("raises")
    assert code == 1 and "ZeroDivisionError" in errors, errors
    case.expect(worker=3)


def exits(case: Case) -> None:
    assert case.run("exits")[0] == 3
    case.expect(worker=3)


def children(method: str) -> Callable[[Case], None]:
    def one(case: Case) -> None:
        code, errors = case.run(method)
        assert code == 0 and "Error" not in errors, errors
        case.expect(parent=2, **{f"{method}_{number}": 2 for number in range(3)})

    one.__name__ = f"multiprocessing_{method}"
    return one


def pool(case: Case) -> None:
    assert case.run("pool")[0] == 0
    case.expect(parent=1, **{f"pool_{number}": 2 for number in range(4)})


def bare_fork(case: Case) -> None:
    assert case.run("bare_fork")[0] == 0
    case.expect(parent=2, forked=1)


def ready(case: Case, *arguments: str) -> subprocess.Popen[str]:
    process = case.start("endless", *arguments, stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def ended(process: subprocess.Popen[str], number: int) -> tuple[int, float, str]:
    began = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    return process.returncode, time.monotonic() - began, errors


def ctrl_c(case: Case) -> None:
    code, seconds, errors = ended(ready(case), signal.SIGINT)
    assert code in (-signal.SIGINT, 130, 1) and "KeyboardInterrupt" in errors, (code, errors)
    assert seconds <= LONGEST_EXIT, seconds
    case.expect(worker=3)


def sigterm_untouched(case: Case) -> None:
    """Without the option SIGTERM ends a process at once, as it would without us."""
    code, seconds, _ = ended(ready(case), signal.SIGTERM)
    assert code == -signal.SIGTERM and seconds < OWN_EXIT, (code, seconds)
    case.expect()


def sigterm_flushed(case: Case) -> None:
    code, seconds, _ = ended(ready(case, "--sigterm"), signal.SIGTERM)
    assert code == -signal.SIGTERM, code
    assert seconds <= LONGEST_EXIT, seconds
    case.expect(worker=3)


def silent_collector(case: Case) -> None:
    front = Front(case.collector.port)
    front.mode = "hang"
    try:
        case.url = front.url
        _, seconds, errors = ended(ready(case), signal.SIGINT)
        assert LONGEST_EXIT - 0.5 <= seconds <= LONGEST_EXIT + OWN_EXIT, seconds
        assert "3 could not be delivered" in errors, errors
    finally:
        front.become("pass")
        front.close()


def no_collector(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    case.url = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    code, errors = case.run("normal")
    assert code == 0 and "3 could not be delivered" in errors, errors
    assert time.monotonic() - began < LONGEST_EXIT + 2 * OWN_EXIT


def gunicorn(case: Case) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "4",
        "--preload",
        "-b",
        f"127.0.0.1:{port}",
        "processes_app:wsgi",
    ]
    process = subprocess.Popen(command, env=case.environment(), stderr=subprocess.PIPE, text=True, cwd=HERE)
    try:
        workers = ask_until_all_worked(port, 4)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        seconds = time.monotonic() - began
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert process.returncode == 0, errors
    assert seconds <= LONGEST_EXIT, seconds
    assert len(workers) == 4, workers
    case.expect(worker=sum(workers.values()))


def ask_until_all_worked(port: int, count: int) -> dict[str, int]:
    """Requests, by the worker that answered them, until every worker has answered."""
    workers: dict[str, int] = {}

    def ask(number: int) -> str:
        deadline = time.monotonic() + 20
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                connection.request("GET", "/", headers={"X-Customer-ID": "worker"})
                return connection.getresponse().read().decode()
            except ConnectionRefusedError:
                assert time.monotonic() < deadline, "gunicorn does not listen"
                time.sleep(0.1)

    with ThreadPoolExecutor(4) as asking:
        for _ in range(20):
            for worker in asking.map(ask, range(10)):
                workers[worker] = workers.get(worker, 0) + 1
            if len(workers) == count:
                break
    return workers


CASES: list[Callable[[Case], None]] = [
    normal,
    raises,
    exits,
    children("fork"),
    children("spawn"),
    children("forkserver"),
    pool,
    bare_fork,
    ctrl_c,
    sigterm_untouched,
    sigterm_flushed,
    silent_collector,
    no_collector,
    gunicorn,
]


def main() -> int:
    fake = Fake(importlib.import_module("fake_openai").ROUTES)
    failed = 0
    for check in CASES:
        case = Case(sys.argv[1], fake)
        began = time.monotonic()
        try:
            check(case)
            case.collector.verify()
            print(f"{check.__name__:<28} ok {time.monotonic() - began:5.1f} s")
        except Exception as fault:
            failed += 1
            print(f"{check.__name__}: {type(fault).__name__}: {fault}", file=sys.stderr)
        finally:
            case.collector.close()
    fake.close()
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
