"""What a collector's answer means for the batch that it answers. Pure: `sdk/wire/retries.json` is its table."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from enum import Enum
from typing import Any, NamedTuple, Optional

LONGEST_WAIT = 300.0
"""Seconds. A collector that asks for more is asked again after this."""

FIRST_DELAY, LONGEST_DELAY = 0.5, 10.0
"""Seconds before the second attempt, and between attempts at most."""


class Outcome(Enum):
    """What to do with a batch."""

    DELIVERED = "delivered"
    SPLIT = "split"
    """Send it again in halves; a single event that is refused so is dropped."""
    RETRY = "retry"


class Answer(NamedTuple):
    """An HTTP answer, its body cut at what is read of one."""

    status: int
    body: bytes = b""
    retry_after: Optional[str] = None


class Verdict(NamedTuple):
    """The outcome, with the events that are refused for good and the wait that was asked for, in seconds."""

    outcome: Outcome
    rejected: tuple[tuple[int, str], ...] = ()
    """Index and reason."""
    wait: Optional[float] = None


def judge(answer: Answer, sent: int) -> Verdict:
    """The verdict on a batch of `sent` events."""
    body = _object(answer.body)
    rejected = _rejected(body, sent)
    if answer.status in (200, 201) and _is_receipt(body, answer):
        return Verdict(Outcome.DELIVERED, rejected)
    if answer.status in (403, 422) and len(rejected) == sent:
        return Verdict(Outcome.DELIVERED, rejected)
    if answer.status == 413 or (answer.status in (400, 422) and "code" in body):
        return Verdict(Outcome.SPLIT)
    # Everything else may pass: a restart, a deploy in front of it, a key that is being replaced, a foreign page.
    return Verdict(Outcome.RETRY, wait=_wait(answer.retry_after))


def backoff(failures: int, chance: float) -> float:
    """Seconds until the next attempt after so many failures in a row; `chance` is from 0 to 1."""
    longest = min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(failures - 1, 16))
    return longest * (0.5 + chance / 2)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _is_receipt(body: dict[str, Any], answer: Answer) -> bool:
    """A receipt counts what was created. One with very many rejections is cut, and tells so by its beginning."""
    return isinstance(body.get("created"), int) or answer.body.startswith(b'{"status":"success","created":')


def _rejected(body: dict[str, Any], sent: int) -> tuple[tuple[int, str], ...]:
    entries = body.get("rejected")
    found: dict[int, str] = {}
    for entry in entries if isinstance(entries, list) else []:
        index = entry.get("index") if isinstance(entry, dict) else None
        if isinstance(index, int) and 0 <= index < sent:
            found[index] = f"{entry.get('code')}: {entry.get('message')}"
    return tuple(found.items())


def _wait(header: Optional[str]) -> Optional[float]:
    """Seconds that `Retry-After` asks for: a number, or a date."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            seconds = (parsedate_to_datetime(header) - datetime.now(timezone.utc)).total_seconds()
        except (TypeError, ValueError):
            return None
    # Not a number compares false with everything.
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else None
