"""What the SDK tells the application's log. A repeated fault is told once: it must not fill a disk."""

from __future__ import annotations

import logging

logger = logging.getLogger("llmobserve")

_said: set[str] = set()

# A cap, in case a key ever holds something that varies.
_MOST_KEYS = 1_000


def once(key: str, level: int, message: str, *values: object) -> None:
    """Logs a message the first time that its key is seen in this process."""
    if key in _said or len(_said) >= _MOST_KEYS:
        return
    _said.add(key)
    logger.log(level, message, *values)


def warn_once(key: str, message: str, *values: object) -> None:
    """Logs a warning the first time that its key is seen in this process."""
    once(key, logging.WARNING, message, *values)


def forget() -> None:
    """Lets everything be said again: for a forked child, which is another process, and for tests."""
    _said.clear()
