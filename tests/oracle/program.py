"""The program under test: its processes, its databases and its HTTP door."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import subprocess
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

TIMEOUT = 60

# Seconds after which a connection that nobody used is not used again: the server hangs up after 10.
IDLE = 3


class Broken(Exception):
    """The program did not do what every question depends on."""


@dataclass(frozen=True)
class Answer:
    """A page."""

    status: int
    text: str
    next: str | None
    """The cursor in the header of a table."""

    def json(self) -> Any:
        """Its body, with exact figures."""
        return json.loads(self.text, parse_float=Decimal)


class Postgres:
    """A database of its own on a cluster, made and dropped with `psql`."""

    def __init__(self, cluster: str) -> None:
        self.cluster = urlsplit(cluster)
        self.name = f"llmobserve_oracle_{secrets.token_hex(4)}"
        self.psql(f"CREATE DATABASE {self.name}")

    def url(self, database: str) -> str:
        return urlunsplit(self.cluster._replace(path=f"/{database}"))

    def psql(self, statement: str) -> None:
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url("postgres"), "-c", statement]
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        if done.returncode:
            raise Broken(f"psql: {done.stderr.strip()}")

    def drop(self) -> None:
        self.psql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Collector:
    """A running collector on one database."""

    def __init__(self, program: Path, name: str, database_url: str, folder: Path) -> None:
        self.program, self.name, self.database_url, self.folder = program, name, database_url, folder
        # No setting from outside reaches it.
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("LLMOBSERVE_")}
        self.log = folder / f"{name}.log"
        self.local = threading.local()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command("serve", "--port", "0"),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self.env,
                cwd=folder,
            )
        try:
            self.address = urlsplit(self.first_answer()["url"]).netloc
        except BaseException:
            self.stop()
            raise

    def command(self, *arguments: str) -> list[str]:
        return [str(self.program), *arguments, "--json", "--database-url", self.database_url]

    def first_answer(self) -> Any:
        """The JSON object that `serve` prints once it listens."""
        assert self.process.stdout is not None
        deadline = threading.Timer(TIMEOUT, self.process.kill)
        deadline.start()
        text = ""
        for line in self.process.stdout:
            text += line
            try:
                answer = json.loads(text)
            except json.JSONDecodeError:
                continue
            deadline.cancel()
            return answer
        raise Broken(f"{self.name} did not start: {text}{self.log.read_text()[-2000:]}")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Another command of the program, beside the running server: its exit code and its answer."""
        return self.run_within(TIMEOUT, *arguments)

    def run_long(self, *arguments: str) -> tuple[int, str]:
        """A command that takes minutes."""
        return self.run_within(20 * TIMEOUT, *arguments)

    def run_within(self, seconds: int, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            self.command(*arguments), capture_output=True, text=True, timeout=seconds, env=self.env, cwd=self.folder
        )
        if done.returncode and not done.stdout:
            raise Broken(f"{self.name}: {' '.join(arguments)}: {done.stderr.strip()}")
        return done.returncode, done.stdout

    def get(self, path: str, params: dict[str, str]) -> Answer:
        return self.request("GET", f"{path}?{urlencode(params)}")

    def post(self, bodies: Iterable[str]) -> list[Any]:
        """Sends bodies to `/events` at the same time. What the server says of each."""
        listed = list(bodies)
        with ThreadPoolExecutor(len(listed)) as pool:
            answers = list(pool.map(lambda body: self.request("POST", "/events", body), listed))
        for answer in answers:
            if answer.status != 201:
                raise Broken(f"{self.name}: POST /events: {answer.status} {answer.text[:2000]}")
        return [json.loads(answer.text) for answer in answers]

    def request(self, method: str, target: str, body: str | None = None) -> Answer:
        if time.monotonic() - getattr(self.local, "used", 0) > IDLE:
            self.local.connection = http.client.HTTPConnection(self.address, timeout=TIMEOUT)
        headers = {"content-type": "application/json"} if body is not None else {}
        self.local.connection.request(method, target, body and body.encode(), headers)
        answer = self.local.connection.getresponse()
        text = answer.read().decode()
        self.local.used = time.monotonic()
        return Answer(answer.status, text, answer.getheader("x-next-cursor"))

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
