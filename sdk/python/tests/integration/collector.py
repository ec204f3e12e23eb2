"""A real collector on an SQLite file of its own, and what it says."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import tempfile
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

TIMEOUT = 30

Json = Any


class Collector:
    """A running collector. Amounts in its answers are `Decimal`."""

    def __init__(self, program: str, auth: str = "open", port: int = 0, folder: str | None = None) -> None:
        self._own = tempfile.TemporaryDirectory() if folder is None else None
        self.folder = folder or self._own.name  # type: ignore[union-attr]  # one of the two is there
        self.program, self.auth, self.port = program, auth, port
        # No setting from outside reaches it.
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("LLMOBSERVE_")}
        self.log = Path(self.folder) / "collector.log"
        self.start()

    def start(self) -> None:
        """Starts the program, on the port that it had before if there was one."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command("serve", "--port", str(self.port), "--auth", self.auth),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self.env,
                cwd=self.folder,
            )
        self.url = self._first_answer()["url"]
        self.port = urlsplit(self.url).port or 0

    def command(self, *arguments: str) -> list[str]:
        return [self.program, *arguments, "--json", "--database-url", f"sqlite://{self.folder}/ledger.db"]

    def _first_answer(self) -> Json:
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
        raise AssertionError(f"the collector did not start: {text}{self.log.read_text()[-2000:]}")

    def run(self, *arguments: str) -> Json:
        """Another command of the program, beside the server."""
        done = subprocess.run(
            self.command(*arguments), capture_output=True, text=True, timeout=TIMEOUT, env=self.env, cwd=self.folder
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def key(self, tenant: str) -> str:
        """A tenant with a key."""
        self.run("tenants", "create", tenant)
        return str(self.run("keys", "create", "--tenant", tenant)["key"])

    def request(
        self, method: str, path: str, body: bytes | None = None, key: str | None = None, **params: str
    ) -> tuple[int, Json]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        connection.request(method, f"{path}?{urlencode(params)}" if params else path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, json.loads(text, parse_float=Decimal)

    def get(self, path: str, key: str | None = None, **params: str) -> Json:
        status, answer = self.request("GET", path, key=key, **params)
        assert status == 200, f"{path} {params}: {status} {answer}"
        return answer

    def costs(self, key: str | None = None, **params: str) -> Json:
        return self.get("/api/v1/costs", key, **params)

    def run_events(self, run_id: str, key: str | None = None, **params: str) -> list[Json]:
        """The events of a run, in the order in which they began."""
        tree = self.get(f"/api/v1/runs/{quote(run_id, safe='')}", key, **params)["tree"]
        return sorted((node["event"] for node in tree), key=lambda event: event["timestamp"])

    def verify(self) -> None:
        """Fails unless every total is the sum of its events."""
        self.run("verify")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def close(self) -> None:
        self.stop()
        if self._own is not None:
            self._own.cleanup()
