"""The queue and its thread, with a clock that is told the time."""

from __future__ import annotations

import gc
import json
import threading
from typing import Any

from support import Answer, Clock, Destination, Posts, Sender, no_logs, receipt, unittest

from llmobserve._queue import BATCH_BYTES, BATCH_EVENTS, Outbox

ONE, TWO = Destination("http://one", None), Destination("http://two", "k")


def event(number: int, size: int = 20) -> bytes:
    return b'{"id":"e%06d","x":"%s"}' % (number, b"x" * size)


def sender_of(posts: Posts, **bounds: Any) -> tuple[Sender, Clock]:
    clock = Clock()
    return Sender(Outbox(clock=clock, **bounds), posts, chance=lambda: 0.0, sleep=clock.sleep), clock


class Bounds(unittest.TestCase):
    def test_what_was_taken_stays_and_what_comes_then_is_dropped(self) -> None:
        outbox = Outbox(max_events=3)
        self.assertEqual([outbox.put(ONE, event(number), 1) for number in range(5)], [True, True, True, False, False])
        self.assertEqual((outbox.events, outbox.dropped), (3, 2))
        self.assertEqual(outbox.batch(outbox.lanes[ONE]), [event(0), event(1), event(2)])

    def test_bytes_are_bounded(self) -> None:
        outbox = Outbox(max_bytes=1_000)
        for number in range(100):
            outbox.put(ONE, event(number), 1)
        self.assertLessEqual(outbox.bytes, 1_000)
        self.assertEqual(outbox.bytes, sum(map(len, outbox.lanes[ONE].pending)))
        self.assertFalse(outbox.put(ONE, event(0, 2_000), 1))

    def test_a_destination_that_takes_nothing_leaves_room_for_the_others(self) -> None:
        outbox = Outbox(max_events=10)
        for number in range(10):
            outbox.put(ONE, event(number), 1)
        taken = [outbox.put(TWO, event(number), 1) for number in range(10)]
        self.assertEqual(len(outbox.lanes[ONE].pending) + len(outbox.lanes[TWO].pending), 10)
        self.assertEqual(sum(taken), 5)
        self.assertEqual(list(outbox.lanes[ONE].pending), [event(number) for number in range(5)])

    def test_batches_are_bounded_too(self) -> None:
        posts = Posts()
        sender, _ = sender_of(posts)
        for number in range(BATCH_EVENTS + 1):
            sender.outbox.put(ONE, event(number), 0)
        big = BATCH_BYTES // 2 + 1
        for number in range(3):
            sender.outbox.put(TWO, event(number, big), 0)
        sender.outbox.put(TWO, event(4, BATCH_BYTES), 0)
        sender.deliver(everything=True)
        sizes = [len(events) for _, events in posts.batches]
        self.assertEqual(sizes, [BATCH_EVENTS, 1, 1, 1, 1, 1], "by turns")
        self.assertEqual((sender.outbox.events, sender.outbox.bytes), (0, 0))


class Delivery(unittest.TestCase):
    def test_an_event_waits_for_the_interval_and_a_full_batch_does_not(self) -> None:
        posts = Posts()
        sender, clock = sender_of(posts)
        sender.outbox.put(ONE, event(0), 0.5)
        sender.deliver()
        self.assertEqual(posts.batches, [])
        self.assertEqual(sender.outbox.next_due(), 0.5)
        clock.now += 0.5
        sender.deliver()
        self.assertEqual(len(posts.batches), 1)
        self.assertIsNone(sender.outbox.next_due())
        for number in range(BATCH_EVENTS):
            sender.outbox.put(ONE, event(number), 0.5)
        sender.deliver()
        self.assertEqual(len(posts.batches), 2)

    def test_a_minute_without_a_collector_then_everything_once(self) -> None:
        posts = Posts()
        sender, clock = sender_of(posts)
        attempts = 0
        start = clock.now
        with no_logs():
            for second in range(60):
                for number in range(10):
                    sender.outbox.put(ONE, event(second * 10 + number), 0.5)
                while (due := sender.outbox.next_due()) is not None and clock.now + due < start + second + 1:
                    clock.now += due
                    posts.answers = [ConnectionRefusedError()]
                    sender.deliver()
                    attempts += 1
                clock.now = start + second + 1
        self.assertLess(attempts, 20)
        posts.batches.clear()
        posts.answers.clear()
        clock.now += 10
        while sender.outbox.events:
            sender.deliver()
        self.assertEqual([one["id"] for one in posts.events], [f"e{number:06}" for number in range(600)])

    def test_the_wait_that_is_asked_for(self) -> None:
        posts = Posts(Answer(503, b"", "42"))
        sender, _ = sender_of(posts)
        with no_logs():
            sender.outbox.put(ONE, event(0), 0)
            sender.deliver()
        self.assertEqual(sender.outbox.next_due(), 42)
        # A full batch does not make it impatient.
        for number in range(BATCH_EVENTS):
            sender.outbox.put(ONE, event(number), 0)
        self.assertEqual(sender.outbox.next_due(), 42)

    def test_one_lane_that_fails_does_not_hold_up_another(self) -> None:
        class Selective(Posts):
            def __call__(self, destination: Destination, body: bytes, timeout: float) -> Answer:
                if destination == ONE:
                    raise TimeoutError
                return super().__call__(destination, body, timeout)

        posts = Selective()
        sender, _ = sender_of(posts)
        with no_logs():
            sender.outbox.put(ONE, event(0), 0)
            sender.outbox.put(TWO, event(1), 0)
            sender.deliver()
        self.assertEqual([one["id"] for one in posts.events], ["e000001"])
        self.assertEqual(sender.outbox.events, 1)

    def test_lanes_take_turns(self) -> None:
        posts = Posts()
        sender, _ = sender_of(posts)
        for number in range(3 * BATCH_EVENTS):
            sender.outbox.put(ONE, event(number), 0)
        sender.outbox.put(TWO, event(0), 0)
        sender.deliver()
        self.assertEqual([destination for destination, _ in posts.batches], [ONE, TWO])
        sender.deliver(everything=True)
        self.assertEqual(sender.outbox.events, 0)

    def test_a_broken_transport_is_a_failed_attempt(self) -> None:
        posts = Posts(ValueError("not even a URL"))
        sender, clock = sender_of(posts)
        with no_logs():
            sender.outbox.put(ONE, event(0), 0)
            sender.deliver()
        clock.now += 10
        sender.deliver()
        self.assertEqual(sender.outbox.events, 0)

    def test_a_flush_gives_up_on_a_collector_that_has_been_away(self) -> None:
        posts = Posts(*[ConnectionRefusedError() for _ in range(100)])
        sender, _ = sender_of(posts)
        with no_logs():
            sender.outbox.put(ONE, event(0), 0)
            self.assertFalse(sender.flush(60))
        self.assertEqual(len(posts.batches), 3)

    def test_refusals_are_told_once(self) -> None:
        refusals = [{"index": 0, "code": "too_old", "message": "`timestamp` is old"}]
        posts = Posts(receipt(0, refusals), receipt(0, refusals))
        sender, _ = sender_of(posts)
        with self.assertLogs("llmobserve") as logs:
            from llmobserve import _log

            _log.forget()
            for _ in range(2):
                sender.outbox.put(ONE, event(0), 0)
                sender.deliver()
        self.assertEqual((len(logs.output), sender.rejected), (1, 2))
        self.assertNotIn("e000000", logs.output[0])


class Thread(unittest.TestCase):
    def test_one_daemon_thread_that_starts_with_the_first_event(self) -> None:
        posts = Posts()
        sender = Sender(post=posts)
        self.assertTrue(sender.flush(1))
        self.assertIsNone(sender._thread)
        threads = set()
        for number in range(10):
            sender.put(ONE, event(number), 60)
            threads.add(sender._thread)
        (thread,) = threads
        self.assertTrue(thread is not None and thread.daemon and thread.is_alive())
        self.assertTrue(sender.flush(5))
        self.assertEqual(len(posts.events), 10)
        sender.stop()

    def test_an_event_is_sent_by_itself(self) -> None:
        arrived = threading.Event()

        class Telling(Posts):
            def __call__(self, *args: Any) -> Answer:
                arrived.set()
                return super().__call__(*args)

        sender = Sender(post=Telling())
        sender.put(ONE, event(0), 0.01)
        self.assertTrue(arrived.wait(5))
        sender.stop()

    def test_after_a_fork_there_is_a_new_queue_and_a_new_thread(self) -> None:
        posts = Posts()
        sender = Sender(post=posts)
        sender.put(ONE, event(0), 60)
        # In another process that got the parent's memory, and none of its threads.
        sender._pid = -1
        sender.put(ONE, event(1), 60)
        self.assertTrue(sender.flush(5))
        self.assertEqual([one["id"] for one in posts.events], ["e000001"])
        sender.stop()

    def test_the_garbage_collector_may_put_an_event_while_one_is_put(self) -> None:
        """A stream that is collected ends, which puts an event, in whatever thread and wherever it is."""
        outbox = Outbox()

        class Stream:
            def __del__(self) -> None:
                outbox.put(TWO, event(1), 1)

        class Collects(bytes):
            def __len__(self) -> int:
                stream: Any = Stream()
                stream.cycle = stream
                del stream
                gc.collect()
                return super().__len__()

        outbox.put(ONE, Collects(event(0)), 1)
        self.assertGreaterEqual(outbox.events, 2)
        self.assertEqual(json.loads(outbox.lanes[ONE].pending[0])["id"], "e000000")


if __name__ == "__main__":
    unittest.main()
