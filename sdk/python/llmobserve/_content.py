"""Prompts and completions, for applications that ask to have them recorded. Off unless `capture_content` is set."""

from __future__ import annotations

import json
from typing import Any, Optional

from ._config import Settings
from ._guard import report
from ._text import cut

MAX_CONTENT = 8 << 10
"""Bytes that are kept of the input, and of the output."""

# The member that holds what was sent, and what came back, in the APIs that are patched.
_INPUTS = (
    "messages",
    "input",
    "prompt",
    "contents",
    "content",
    "inputs",
    "texts",
    "text",
    "query",
    "inputText",
    "body",
)
_OUTPUTS = ("choices", "output", "content", "candidates", "message", "text", "generations", "results")


class Content:
    """What one call said."""

    def __init__(self, settings: Settings) -> None:
        self._redact = settings.redact
        self._input: Optional[str] = None
        self._output: list[str] = []
        self._room = MAX_CONTENT

    def request(self, request: Any) -> None:
        """Takes the input."""
        self._input = _first(request, _INPUTS)

    def answer(self, answer: Any) -> None:
        """Takes the output of an answer that came at once."""
        text = _first(answer, _OUTPUTS)
        if text:
            self._output = [text]

    def delta(self, text: Optional[str]) -> None:
        """Takes a piece of the output."""
        if text and self._room > 0:
            self._output.append(text)
            self._room -= len(text)

    def texts(self) -> dict[str, str]:
        """Metadata of the event: redacted first, then cut, so that a cut never hides a secret from the hook."""
        texts = {"input": self._input, "output": "".join(self._output)}
        kept = {}
        for name, text in texts.items():
            safe = self._redacted(text) if text else None
            if safe:
                kept[name] = cut(safe.replace("\0", ""), MAX_CONTENT)
        return kept

    def _redacted(self, text: str) -> Optional[str]:
        if self._redact is None:
            return text
        try:
            redacted = self._redact(text)
        except Exception as error:
            # What could not be redacted is not recorded.
            report("the redact hook", error)
            return None
        return redacted if isinstance(redacted, str) else None


def _first(value: Any, names: tuple[str, ...]) -> Optional[str]:
    for name in names:
        found = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
        if found:
            return found if isinstance(found, str) else json.dumps(_plain(found), ensure_ascii=False, default=_plain)
    return None


def _plain(value: Any) -> Any:
    """Something that JSON can say."""
    for method in ("model_dump", "dict"):
        dump = getattr(value, method, None)
        if dump is not None:
            return dump()
    return value if isinstance(value, (dict, list, tuple)) else str(value)
