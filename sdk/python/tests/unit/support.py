"""What the unit tests share: an SDK whose deliveries end in a list."""

from __future__ import annotations

import json
import logging
import os
import sys
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional
from unittest import mock

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parents[1]
WIRE = PACKAGE.parent / "wire"
sys.path.insert(0, str(PACKAGE))

import llmobserve  # noqa: E402
from llmobserve import _context, _log  # noqa: E402
from llmobserve._config import Destination  # noqa: E402
from llmobserve._runtime import runtime  # noqa: E402
from llmobserve._sender import Sender  # noqa: E402
from llmobserve._verdict import Answer  # noqa: E402

URL = "http://127.0.0.1:9"


def receipt(created: int, rejected: Any = ()) -> Answer:
    """What a collector says that stored a batch."""
    return Answer(201, json.dumps({"status": "success", "created": created, "rejected": list(rejected)}).encode())


class Posts:
    """Stands for the network: takes what is posted, and answers as it is told."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.batches: list[tuple[Destination, list[Any]]] = []

    def __call__(self, destination: Destination, body: bytes, timeout: float) -> Answer:
        events = json.loads(body)
        self.batches.append((destination, events))
        answer = self.answers.pop(0) if self.answers else receipt(len(events))
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def events(self) -> list[Any]:
        """All events, sections included."""
        return [event for _, events in self.batches for event in events]

    @property
    def calls(self) -> list[Any]:
        """Events of provider calls."""
        return [event for event in self.events if event["provider"] != "internal"]


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@contextmanager
def observing(posts: Optional[Posts] = None, **settings: Any) -> Iterator[Posts]:
    """An SDK that has just begun, and that delivers when it is flushed."""
    posts = posts or Posts()
    before, runtime.settings, runtime.sender = runtime.sender, None, Sender(post=posts)
    _log.forget()
    try:
        with mock.patch.dict(os.environ, clean_environment(), clear=True), fresh_context():
            llmobserve.observe(URL, flush_interval_ms=60_000, **settings)
            yield posts
    finally:
        runtime.sender.flush(1)
        runtime.sender.stop()
        runtime.settings, runtime.sender = None, before


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LLMOBSERVE_")}


@contextmanager
def fresh_context() -> Iterator[None]:
    before = _context.current()
    _context.replace(_context.EMPTY)
    try:
        yield
    finally:
        _context.replace(before)


@contextmanager
def no_logs() -> Iterator[None]:
    """For tests of what is logged elsewhere."""
    logger = logging.getLogger("llmobserve")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def wire(name: str) -> Any:
    return json.loads((WIRE / name).read_text(encoding="utf-8"))


__all__ = [
    "PACKAGE",
    "URL",
    "Answer",
    "Clock",
    "Destination",
    "Posts",
    "Sender",
    "llmobserve",
    "no_logs",
    "observing",
    "receipt",
    "runtime",
    "unittest",
    "wire",
]
