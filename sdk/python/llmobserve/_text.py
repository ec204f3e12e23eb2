"""Texts that the collector can keep: of bounded length, valid UTF-8, without U+0000."""

from __future__ import annotations

from typing import Any, Optional

MAX_NAME = 256
"""Longest id or name, in bytes."""

MAX_PATH = 1_024
"""Longest section path or endpoint, in bytes."""


def fit(value: Any, limit: int = MAX_NAME) -> Optional[str]:
    """A value as text of at most `limit` bytes; nothing for `None` and for an empty text.

    A text that is too long keeps its beginning and gets a digest of the whole as its end: two customers whose ids begin
    alike must not become one.
    """
    if value is None:
        return None
    text = value if type(value) is str else str(value)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    if "\0" in text:
        text = text.replace("\0", "")
    if len(text) * 4 > limit and len(text.encode()) > limit:
        import hashlib

        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        text = cut(text, limit - 17) + "~" + digest
    return text or None


def cut(text: str, limit: int) -> str:
    """The longest beginning of a text that takes at most `limit` bytes."""
    return text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")
