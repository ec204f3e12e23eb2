"""The one thread of the SDK: takes what is due out of the queue and delivers it."""

from __future__ import annotations

import os
import random
import threading
import time
from typing import TYPE_CHECKING, Callable, Optional

from ._config import Destination
from ._guard import report
from ._log import warn_once
from ._queue import Lane, Outbox
from ._verdict import Answer, Outcome, backoff, judge

if TYPE_CHECKING:
    from ._transport import Transport

TIMEOUT = 10.0
"""Seconds of silence after which a collector is given up for this attempt."""

HOPELESS = 3
"""Failures in a row after which a flush does not wait for a collector any more."""

Post = Callable[[Destination, bytes, float], Answer]


class Sender:
    """Delivers an outbox. Time, chance and the network come in by the door, for the tests."""

    def __init__(
        self,
        outbox: Optional[Outbox] = None,
        post: Optional[Post] = None,
        chance: Callable[[], float] = random.SystemRandom().random,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.outbox = outbox or Outbox()
        self.post = post or self._post
        self._transport: Optional[Transport] = None
        self.chance, self.sleep = chance, sleep
        self.rejected = 0
        """Events that a collector refused for good."""
        self._thread: Optional[threading.Thread] = None
        self._sending = threading.Lock()
        self._pid = os.getpid()
        self._asked = self._answered = 0
        """Flushes that were asked for, and up to which they were carried out."""
        self._deadline = 0.0

    def put(self, destination: Destination, event: bytes, interval: float) -> None:
        """Queues an event and sees to it that somebody delivers it."""
        if self._pid != os.getpid():
            self.reset()
        if not self.outbox.put(destination, event, interval):
            warn_once("dropped", "llmobserve: the queue is full, events are dropped; is the collector reachable?")
        if self._thread is None or not self._thread.is_alive():
            self._start()

    def _start(self) -> None:
        with self.outbox.changed:
            if self._thread is not None and self._thread.is_alive():
                return
            self._thread = threading.Thread(target=self._run, name="llmobserve", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:
                # The interpreter is ending: what is queued goes with the last flush.
                self._thread = None

    def _run(self) -> None:
        while self._thread is threading.current_thread():
            try:
                self._turn()
            except Exception as error:
                report("Sender", error)
                self.sleep(1.0)

    def _turn(self) -> None:
        """Waits until something is to be done, and does it."""
        changed = self.outbox.changed
        with changed:
            if self._asked == self._answered:
                delay = self.outbox.next_due()
                if delay is None or delay > 0:
                    changed.wait(delay)
            asked = self._asked
        if asked != self._answered:
            self.drain(self._deadline)
            with changed:
                self._answered = asked
                changed.notify_all()
        else:
            self.deliver()

    def deliver(self, everything: bool = False, deadline: Optional[float] = None) -> None:
        """Sends a batch of every lane that is due, or of every lane until each is empty or has failed. By turns: a busy
        lane must not keep the others waiting.
        """
        with self._sending:
            lanes = self.outbox.due(everything)
            while lanes:
                lanes = [lane for lane in lanes if self._send(lane, deadline) and everything]

    def drain(self, deadline: float) -> None:
        """Sends everything, and again what failed, until the deadline or until there is no hope."""
        while True:
            self.deliver(everything=True, deadline=deadline)
            left = self.outbox.due(everything=True)
            if all(lane.failures >= HOPELESS for lane in left) or self.outbox.clock() >= deadline:
                return
            self.sleep(0.1)

    def _send(self, lane: Lane, deadline: Optional[float]) -> bool:
        """Sends the first batch of a lane. Whether there was one, and the lane can go on."""
        batch = self.outbox.batch(lane)
        if batch is None:
            return False
        timeout = TIMEOUT if deadline is None else min(TIMEOUT, deadline - self.outbox.clock())
        if timeout <= 0:
            return False
        body = b"[" + b",".join(batch) + b"]"
        try:
            answer = self.post(lane.destination, body, timeout)
        except Exception as error:
            return self._failed(lane, type(error).__name__, None)
        verdict = judge(answer, len(batch))
        if verdict.outcome is Outcome.RETRY:
            return self._failed(lane, f"status {answer.status}", verdict.wait)
        if verdict.outcome is Outcome.SPLIT and len(batch) > 1:
            self.outbox.split(lane)
            return True
        rejected = verdict.rejected or ([(0, f"status {answer.status}")] if verdict.outcome is Outcome.SPLIT else [])
        for _, reason in rejected:
            self.rejected += 1
            code = reason.split(":")[0]
            warn_once(f"rejected:{code}", "llmobserve: the collector refuses an event, which is dropped: %s", reason)
        self.outbox.settle(lane)
        return True

    def _post(self, destination: Destination, body: bytes, timeout: float) -> Answer:
        if self._transport is None:
            from ._transport import Transport

            self._transport = Transport()
        return self._transport.post(destination, body, timeout)

    def _failed(self, lane: Lane, what: str, wait: Optional[float]) -> bool:
        delay = backoff(lane.failures + 1, self.chance())
        self.outbox.postpone(lane, delay if wait is None else max(wait, delay))
        hint = "; check the API key" if what in ("status 401", "status 403") else ""
        message = "llmobserve: %s does not take events (%s%s); they are kept and sent again"
        warn_once(f"failed:{what}", message, lane.destination.collector_url, what, hint)
        return False

    def flush(self, timeout: float) -> bool:
        """Delivers everything now, within `timeout` seconds. Whether the queue is empty."""
        if self._pid != os.getpid():
            self.reset()
        deadline = self.outbox.clock() + timeout
        thread = self._thread
        if thread is None or not thread.is_alive():
            self.drain(deadline)
            return self.outbox.events == 0
        if thread is threading.current_thread():
            return False
        changed = self.outbox.changed
        with changed:
            self._asked += 1
            asked, self._deadline = self._asked, deadline
            changed.notify_all()
            changed.wait_for(lambda: self._answered >= asked, timeout)
            return self.outbox.events == 0

    def stop(self) -> None:
        """Ends the thread once it is done with its request. The next event starts another."""
        with self.outbox.changed:
            self._thread = None
            self.outbox.changed.notify_all()

    def reset(self) -> None:
        """In a forked child: no thread, no lock that the parent held, and nothing of what the parent will deliver."""
        self._pid = os.getpid()
        self._thread = None
        self._sending = threading.Lock()
        self._asked = self._answered = 0
        self.outbox = Outbox(self.outbox.max_events, self.outbox.max_bytes, self.outbox.clock)
        if self._transport is not None:
            self._transport.forget()
