"""Events that wait for delivery: a lane for each destination, all lanes together within one bound.

The lock is re-entrant: the garbage collector may end a stream, which puts an event, while the same thread is in here.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Callable, Optional

from ._config import Destination

MAX_EVENTS = 10_000
MAX_BYTES = 16 << 20

BATCH_EVENTS = 500
BATCH_BYTES = 1 << 20
"""Of one request, before compression."""


class Lane:
    """What waits for one destination."""

    def __init__(self, destination: Destination) -> None:
        self.destination = destination
        self.pending: deque[bytes] = deque()
        self.batches: deque[list[bytes]] = deque()
        """Formed batches, the one that is being sent first. They keep their events whatever happens to `pending`."""
        self.due_at = 0.0
        self.failures = 0
        """Failed attempts in a row."""


class Outbox:
    """The queue. All its methods may be called from any thread."""

    def __init__(
        self,
        max_events: int = MAX_EVENTS,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.changed = threading.Condition()
        self.max_events, self.max_bytes, self.clock = max_events, max_bytes, clock
        self.lanes: dict[Destination, Lane] = {}
        self.events = 0
        self.bytes = 0
        self.dropped = 0
        """Events that the bound left no room for."""

    def put(self, destination: Destination, event: bytes, interval: float) -> bool:
        """Adds an event that is due within `interval` seconds. False if an event had to be dropped."""
        with self.changed:
            lane = self.lanes.get(destination)
            if lane is None:
                lane = self.lanes[destination] = Lane(destination)
            fits = self._make_room(lane, len(event))
            if not fits:
                return False
            is_first = not lane.pending and not lane.batches
            lane.pending.append(event)
            self._count(1, len(event))
            if is_first:
                lane.due_at = self.clock() + interval
                self.changed.notify_all()
            elif len(lane.pending) == BATCH_EVENTS and not lane.failures:
                lane.due_at = self.clock()
                self.changed.notify_all()
            return True

    def _make_room(self, lane: Lane, size: int) -> bool:
        """Whether there is room, if need be the newest event's of the lane that has most: a destination that takes
        nothing must not push out the others'.
        """
        while self.events + 1 > self.max_events or self.bytes + size > self.max_bytes:
            self.dropped += 1
            longest = max(self.lanes.values(), key=lambda one: len(one.pending))
            if len(longest.pending) <= len(lane.pending) + 1:
                return False
            self._count(-1, -len(longest.pending.pop()))
        return True

    def _count(self, events: int, size: int) -> None:
        self.events += events
        self.bytes += size

    def due(self, everything: bool = False) -> list[Lane]:
        """Lanes to send now."""
        with self.changed:
            now = self.clock()
            waiting = [lane for lane in self.lanes.values() if lane.pending or lane.batches]
            return [lane for lane in waiting if everything or lane.due_at <= now]

    def next_due(self) -> Optional[float]:
        """Seconds until a lane is due; nothing when all are empty. Forgets lanes that are done with."""
        with self.changed:
            self.lanes = {key: lane for key, lane in self.lanes.items() if lane.pending or lane.batches}
            times = [lane.due_at for lane in self.lanes.values()]
            return max(0.0, min(times) - self.clock()) if times else None

    def batch(self, lane: Lane) -> Optional[list[bytes]]:
        """The batch to send next. It stays in the lane until it is settled."""
        with self.changed:
            if not lane.batches and lane.pending:
                batch: list[bytes] = []
                size = 0
                while lane.pending and len(batch) < BATCH_EVENTS and size + len(lane.pending[0]) <= BATCH_BYTES:
                    size += len(lane.pending[0])
                    batch.append(lane.pending.popleft())
                lane.batches.append(batch or [lane.pending.popleft()])
            return lane.batches[0] if lane.batches else None

    def settle(self, lane: Lane) -> None:
        """The first batch is done with: delivered, or refused for good."""
        with self.changed:
            batch = lane.batches.popleft()
            self._count(-len(batch), -sum(map(len, batch)))
            lane.failures = 0
            self.changed.notify_all()

    def split(self, lane: Lane) -> None:
        """Makes two batches of the first."""
        with self.changed:
            batch = lane.batches.popleft()
            middle = len(batch) // 2
            lane.batches.extendleft((batch[middle:], batch[:middle]))

    def postpone(self, lane: Lane, delay: float) -> None:
        """The first batch is to be sent again after `delay` seconds."""
        with self.changed:
            lane.failures += 1
            lane.due_at = self.clock() + delay
