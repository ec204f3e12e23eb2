"""Server-sent events, and JSON lines, read from bytes as they come."""

from __future__ import annotations

import json
from typing import Any, Optional, Union

_decoder = json.JSONDecoder()

MAX_BUFFER = 8 << 20
"""Bytes of one event. A longer one is not read."""


class Events:
    """Splits bytes into the data of events."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of the events that end with this chunk."""
        self._buffer += chunk
        if len(self._buffer) > MAX_BUFFER:
            self._buffer.clear()
        if b"\n" not in chunk:
            return []
        *lines, rest = self._buffer.replace(b"\r\n", b"\n").split(b"\n")
        self._buffer = bytearray(rest)
        found = [self._line(bytes(line)) for line in lines]
        return [data for data in found if data is not None]

    def end(self) -> list[bytes]:
        """The data of an event that nothing terminated."""
        return self.feed(b"\n\n")

    def _line(self, line: bytes) -> Optional[bytes]:
        if line.startswith(b"data:"):
            self._data.append(line[5:].strip())
        elif not line.strip() and self._data:
            data, self._data = b"\n".join(self._data), []
            return data
        elif line.startswith(b"{"):
            return line
        return None


def is_of_interest(data: bytes, is_first: bool) -> bool:
    """Whether an event may tell of usage, an end or an error. Most are text, and are not parsed for nothing."""
    if is_first or b'"error"' in data:
        return True
    at = data.find(b'"usage')
    return at >= 0 and data[at : at + 16].replace(b" ", b"")[:12] != b'"usage":null'


def parse(data: Union[bytes, str]) -> Any:
    """The JSON of an event, or nothing."""
    try:
        return json.loads(data)
    except ValueError:
        return None


# What the readers look at of an answer with embeddings, none of which is nested in something else.
_MEMBERS = ("id", "model", "usage", "meta")

LARGE = 64 << 10
"""Bytes. Vectors are not parsed a second time for the few figures that stand beside them."""


def parse_beside_vectors(data: bytes) -> Any:
    """The JSON of an answer with embeddings, of a large one without them. A quote inside a text is escaped, so that a
    name between quotes is a member's.
    """
    if len(data) <= LARGE:
        return parse(data)
    found = {}
    for name in _MEMBERS:
        at = data.rfind(f'"{name}":'.encode())
        if at >= 0:
            text = data[at + len(name) + 3 :][:LARGE].decode("utf-8", "ignore").lstrip()
            try:
                found[name] = _decoder.raw_decode(text)[0]
            except ValueError:
                continue
    return found


def without_usage_chunk(buffer: bytes) -> tuple[bytes, bytes]:
    """Of the bytes of a chat stream, what to hand on, and the incomplete event at their end.

    Left out is the one event that exists only because usage was asked for: it has usage and no choices.
    """
    buffer = bytes(buffer)
    passed = bytearray()
    start = 0
    while True:
        ends = [(buffer.find(mark, start), len(mark)) for mark in (b"\n\n", b"\r\n\r\n")]
        found = [(at, size) for at, size in ends if at >= 0]
        if not found:
            return bytes(passed), buffer[start:]
        at, size = min(found)
        if not _is_usage_chunk(buffer[start:at]):
            passed += buffer[start : at + size]
        start = at + size


def _is_usage_chunk(block: bytes) -> bool:
    if b'"usage"' not in block or not block.startswith(b"data:"):
        return False
    event = parse(block[5:].strip())
    return isinstance(event, dict) and event.get("choices") == [] and bool(event.get("usage"))
