"""Customers, sections, runs, tenants: what holds where, and what is there again afterwards."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from support import URL, Destination, llmobserve, no_logs, observing, runtime, unittest


def seen() -> tuple[Any, ...]:
    context = llmobserve.export_context()
    return context.get("customer_id"), tuple(context.get("section_stack", ()))


class Scopes(unittest.TestCase):
    def test_a_block_ends_what_it_began_and_nothing_else(self) -> None:
        with observing():
            with llmobserve.section("agent:a"):
                llmobserve.set_customer_id("alice")
            self.assertEqual(seen(), ("alice", ()))
            with llmobserve.customer("bob"):
                llmobserve.set_user_id("u")
            self.assertEqual(seen(), ("alice", ()))
            self.assertEqual(llmobserve.export_context()["user_id"], "u")

    def test_one_scope_may_be_entered_again(self) -> None:
        with observing():
            scope = llmobserve.section("a")
            with scope, scope:
                self.assertEqual(seen()[1], ("a", "a"))
            self.assertEqual(seen()[1], ())

    def test_an_exception_passes_and_the_context_is_back(self) -> None:
        error = ValueError("mine")
        with observing() as posts:
            with self.assertRaises(ValueError) as caught, llmobserve.customer("alice"), llmobserve.section("agent:a"):
                raise error
            self.assertIs(caught.exception, error)
            self.assertEqual(seen(), (None, ()))
            runtime.flush(1)
        self.assertEqual([event["status"] for event in posts.events], ["error"])

    def test_sections_are_spans_of_one_run(self) -> None:
        with observing() as posts:
            with llmobserve.section("agent:a"):
                with llmobserve.section("tool:b"):
                    llmobserve.record("openai")
                llmobserve.record("openai")
            llmobserve.record("openai")
            runtime.flush(1)
        inner, tool, outer, agent, alone = posts.events
        self.assertEqual(tool["span_type"], "tool")
        self.assertEqual(agent["span_type"], "agent")
        self.assertEqual(inner["parent_span_id"], tool["span_id"])
        self.assertEqual(tool["parent_span_id"], agent["span_id"])
        self.assertEqual(outer["parent_span_id"], agent["span_id"])
        self.assertEqual(tool["section_path"], "agent:a/tool:b")
        self.assertEqual({event["run_id"] for event in (inner, tool, outer)}, {agent["run_id"]})
        self.assertNotIn("run_id", alone)

    def test_runs(self) -> None:
        with observing():
            again = llmobserve.run()
            with again:
                first = llmobserve.get_run_id()
            with again:
                self.assertNotEqual(llmobserve.get_run_id(), first)
            with llmobserve.run("mine"), llmobserve.section("a"):
                self.assertEqual(llmobserve.get_run_id(), "mine")
                llmobserve.set_run_id("other")
                self.assertEqual(llmobserve.get_run_id(), "other")
            self.assertEqual(llmobserve.get_run_id(), llmobserve.get_run_id())

    def test_trace_names_sections(self) -> None:
        @llmobserve.trace(agent="research")
        def work() -> Any:
            return seen()[1]

        @llmobserve.trace()
        def plain() -> Any:
            return seen()[1]

        with observing():
            self.assertEqual(work(), ("agent:research",))
            self.assertEqual(plain(), ("plain",))

    def test_what_is_no_id_does_no_harm(self) -> None:
        class Bad:
            def __str__(self) -> str:
                raise RuntimeError("no")

        with observing(), no_logs():
            llmobserve.set_customer_id(Bad())
            with (
                llmobserve.customer(Bad()),
                llmobserve.section(Bad()),
                llmobserve.tag(x=Bad()),
                llmobserve.tenant(Bad()),
            ):
                self.assertIsNone(llmobserve.get_customer_id())
            llmobserve.set_customer_id(7)
            self.assertEqual(llmobserve.get_customer_id(), "7")


class Colours(unittest.TestCase):
    """Decorated functions of every colour."""

    def test_functions(self) -> None:
        @llmobserve.section("s")
        def work(number: int, *, more: int = 0) -> Any:
            """Mine."""
            return number + more, seen()[1]

        with observing():
            self.assertEqual(work(1, more=2), (3, ("s",)))
        self.assertEqual((work.__name__, work.__doc__), ("work", "Mine."))

    def test_coroutines(self) -> None:
        @llmobserve.section("s")
        async def work() -> Any:
            await asyncio.sleep(0)
            return seen()[1]

        async def both() -> Any:
            return await asyncio.gather(work(), work())

        with observing():
            self.assertEqual(asyncio.run(both()), [("s",), ("s",)])
        self.assertTrue(asyncio.iscoroutinefunction(work))

    def test_generators_leave_nothing_behind_between_steps(self) -> None:
        @llmobserve.section("s")
        def work() -> Any:
            sent = yield seen()[1]
            try:
                yield sent, seen()[1]
            except KeyError:
                yield "caught", seen()[1]
            return "end"

        with observing() as posts:
            steps = work()
            self.assertEqual((next(steps), seen()[1]), (("s",), ()))
            self.assertEqual((steps.send(5), seen()[1]), ((5, ("s",)), ()))
            self.assertEqual((steps.throw(KeyError()), seen()[1]), (("caught", ("s",)), ()))
            with self.assertRaises(StopIteration) as stop:
                next(steps)
            self.assertEqual(stop.exception.value, "end")
            left = work()
            next(left)
            left.close()
            runtime.flush(1)
        self.assertEqual([event["status"] for event in posts.events], ["ok", "cancelled"])

    def test_async_generators(self) -> None:
        @llmobserve.section("s")
        async def work() -> Any:
            for number in range(2):
                await asyncio.sleep(0)
                yield number, seen()[1]

        async def read() -> Any:
            found = [(item, seen()[1]) async for item in work()]
            left = work()
            await left.__anext__()
            await left.aclose()
            return found

        with observing() as posts:
            self.assertEqual(asyncio.run(read()), [((0, ("s",)), ()), ((1, ("s",)), ())])
            runtime.flush(1)
        self.assertEqual([event["status"] for event in posts.events], ["ok", "cancelled"])


class Threads(unittest.TestCase):
    def test_a_thread_starts_with_nothing_unless_it_is_carried(self) -> None:
        with observing(), llmobserve.customer("alice"), ThreadPoolExecutor(1) as pool:
            self.assertEqual(pool.submit(seen).result(), (None, ()))
            self.assertEqual(pool.submit(llmobserve.in_context(seen)).result(), ("alice", ()))
            self.assertEqual(pool.submit(seen).result(), (None, ()))

    def test_tasks_do_not_mix(self) -> None:
        async def one(name: str) -> Any:
            llmobserve.set_customer_id(name)
            await asyncio.sleep(0)
            with llmobserve.section(f"section of {name}"):
                await asyncio.sleep(0)
                return seen()

        async def all_of_them() -> Any:
            return await asyncio.gather(*(one(str(number)) for number in range(100)))

        with observing():
            found = asyncio.run(all_of_them())
        self.assertEqual(found, [(str(number), (f"section of {number}",)) for number in range(100)])


class Tenants(unittest.TestCase):
    def _where(self, posts: Any) -> list[tuple[str, Destination]]:
        runtime.flush(1)
        return [(event["tenant_id"], destination) for destination, events in posts.batches for event in events]

    def test_a_tenant_with_its_own_key_has_its_own_batch(self) -> None:
        with observing(tenant_id="house", api_key="k-house") as posts:
            llmobserve.record("openai")
            with llmobserve.tenant("acme", "k-acme"):
                llmobserve.record("openai")
                with llmobserve.tenant("child"):
                    llmobserve.record("openai")
                with llmobserve.tenant("far", "k-far", "http://127.0.0.2:1"):
                    llmobserve.record("openai")
            llmobserve.record("openai")
            where = self._where(posts)
        self.assertEqual(
            sorted(where),
            sorted(
                [
                    ("house", Destination(URL, "k-house")),
                    ("house", Destination(URL, "k-house")),
                    ("acme", Destination(URL, "k-acme")),
                    ("child", Destination(URL, "k-acme")),
                    ("far", Destination("http://127.0.0.2:1", "k-far")),
                ]
            ),
        )

    def test_a_second_observe_is_for_what_follows(self) -> None:
        with observing(tenant_id="first", api_key="k1") as posts:
            llmobserve.record("openai")
            llmobserve.observe(URL, tenant_id="second", api_key="k2", flush_interval_ms=60_000)
            llmobserve.record("openai")
            where = self._where(posts)
        self.assertEqual(where, [("first", Destination(URL, "k1")), ("second", Destination(URL, "k2"))])

    def test_requests_that_each_observe_do_not_change_each_others_tenant(self) -> None:
        """The guide's third use: a request observes for its logged-in tenant, while others do the same."""
        barrier = threading.Barrier(8)

        def request(tenant: str) -> None:
            settings = {"tenant_id": tenant, "api_key": f"k-{tenant}", "customer_id": f"c-{tenant}"}
            llmobserve.observe(URL, flush_interval_ms=60_000, **settings)
            barrier.wait()
            llmobserve.record("openai", metadata={"truth": tenant})

        with observing() as posts:
            # Nobody has observed at the start of the application.
            runtime.settings = None
            threads = [threading.Thread(target=request, args=(f"t{number}",)) for number in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            runtime.flush(1)
        found = [
            (event["event_metadata"]["truth"], event["tenant_id"], to.api_key, event["customer_id"])
            for to, events in posts.batches
            for event in events
        ]
        expected = [(f"t{number}", f"t{number}", f"k-t{number}", f"c-t{number}") for number in range(8)]
        self.assertEqual(sorted(found), expected)

    def test_a_call_belongs_to_where_it_began(self) -> None:
        with observing(tenant_id="house") as posts:
            with llmobserve.tenant("acme", "k-acme"), llmobserve.customer("alice"):
                call = runtime.start("openai", "chat")
            with llmobserve.customer("bob"):
                contextvars.copy_context().run(runtime.finish, call)
            runtime.flush(1)
        ((destination, (event,)),) = posts.batches
        self.assertEqual((destination.api_key, event["tenant_id"], event["customer_id"]), ("k-acme", "acme", "alice"))


if __name__ == "__main__":
    unittest.main()
