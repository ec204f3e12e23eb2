"""Patching on import, and the shells around functions."""

from __future__ import annotations

import asyncio
import copy
import importlib
import inspect
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from support import llmobserve, no_logs, observing, unittest

from llmobserve._hooks import Hooks
from llmobserve._wrap import patch
from llmobserve.integrations._threads import Carrying, InContext


class Imports(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        sys.path.insert(0, folder.name)
        self.addCleanup(sys.path.remove, folder.name)
        self.hooks = Hooks()
        self.addCleanup(lambda: sys.meta_path.remove(self.hooks) if self.hooks in sys.meta_path else None)
        self.seen: list[str] = []

    def module(self, name: str, text: str = "VALUE = 1\n") -> None:
        (self.folder / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        self.addCleanup(sys.modules.pop, name, None)

    def test_a_module_is_patched_after_it_ran(self) -> None:
        self.module("llmo_later")
        self.hooks.add("llmo_later", lambda module: self.seen.append(f"{module.VALUE}"))
        self.assertEqual(self.seen, [])
        module = importlib.import_module("llmo_later")
        self.assertEqual(self.seen, ["1"])
        self.assertEqual(type(module.__spec__.loader).__name__, "SourceFileLoader")
        self.assertTrue(inspect.getsource(module))
        self.assertEqual(self.hooks.patched, {"llmo_later"})

    def test_one_that_is_loaded_is_patched_at_once(self) -> None:
        self.module("llmo_loaded")
        importlib.import_module("llmo_loaded")
        self.hooks.add("llmo_loaded", lambda module: self.seen.append("now"))
        self.assertEqual(self.seen, ["now"])

    def test_one_that_is_not_there_stays_not_there(self) -> None:
        self.hooks.add("llmo_absent", lambda module: self.seen.append("never"))
        with self.assertRaises(ModuleNotFoundError):
            importlib.import_module("llmo_absent")
        self.assertEqual(self.seen, [])

    def test_a_patch_that_fails_leaves_the_module_working(self) -> None:
        self.module("llmo_odd")

        def broken(module: Any) -> None:
            raise AttributeError("another version")

        self.hooks.add("llmo_odd", broken)
        with no_logs():
            self.assertEqual(importlib.import_module("llmo_odd").VALUE, 1)

    def test_a_module_that_fails_to_import_fails_as_it_would(self) -> None:
        self.module("llmo_broken", "raise RuntimeError('theirs')\n")
        self.hooks.add("llmo_broken", lambda module: self.seen.append("never"))
        with self.assertRaisesRegex(RuntimeError, "theirs"):
            importlib.import_module("llmo_broken")
        self.assertEqual(self.seen, [])


class Ticket:
    def __init__(self) -> None:
        self.ended: list[Any] = []

    def returned(self, result: Any) -> Any:
        self.ended.append(result)
        return result

    def unwatched(self, result: Any, fault: Exception) -> Any:
        return result

    def failed(self, error: BaseException) -> None:
        self.ended.append(error)


class Broken(Ticket):
    def returned(self, result: Any) -> Any:
        raise RuntimeError("ours")

    def failed(self, error: BaseException) -> None:
        raise RuntimeError("ours")


ERROR = KeyError("theirs")


def client(watch: Any) -> Any:
    class Client:
        calls = 0

        def work(self, value: Any, *, fails: bool = False) -> Any:
            """Theirs."""
            Client.calls += 1
            if fails:
                raise ERROR
            return value

        async def async_work(self, value: Any, *, fails: bool = False) -> Any:
            return self.work.__wrapped__(self, value, fails=fails)  # type: ignore[attr-defined]  # the shell has it

    patch(Client, "work", watch)
    patch(Client, "async_work", watch)
    return Client


class Shells(unittest.TestCase):
    def both(self, it: Any, value: Any, **options: Any) -> list[Any]:
        return [it.work(value, **options), asyncio.run(it.async_work(value, **options))]

    def test_results_and_exceptions_are_the_same_objects(self) -> None:
        tickets: list[Ticket] = []

        def watch(args: Any, kwargs: Any) -> Any:
            tickets.append(Ticket())
            return tickets[-1], args, kwargs

        result = object()
        it = client(watch)()
        self.assertTrue(all(got is result for got in self.both(it, result)))
        with self.assertRaises(KeyError) as caught:
            it.work(1, fails=True)
        self.assertIs(caught.exception, ERROR)
        with self.assertRaises(KeyError) as caught:
            asyncio.run(it.async_work(1, fails=True))
        self.assertIs(caught.exception, ERROR)
        self.assertEqual([ticket.ended for ticket in tickets], [[result], [result], [ERROR], [ERROR]])
        self.assertEqual(type(it).calls, 4)

    @no_logs()
    def test_what_fails_inside_is_not_seen(self) -> None:
        def broken_watch(args: Any, kwargs: Any) -> Any:
            raise RuntimeError("ours")

        watches = (broken_watch, lambda args, kwargs: (Broken(), args, kwargs), lambda args, kwargs: None)
        for watch in watches:
            it = client(watch)()
            self.assertEqual(self.both(it, 5), [5, 5])
            with self.assertRaises(KeyError) as caught:
                it.work(1, fails=True)
            self.assertIs(caught.exception, ERROR)
            self.assertIsNone(caught.exception.__context__)
            self.assertEqual(type(it).calls, 3)

    def test_they_look_like_what_they_are_around(self) -> None:
        kind = client(lambda args, kwargs: None)
        self.assertEqual((kind.work.__name__, kind.work.__doc__), ("work", "Theirs."))
        self.assertEqual(list(inspect.signature(kind.work).parameters), ["self", "value", "fails"])
        self.assertTrue(inspect.iscoroutinefunction(kind.async_work))
        shell = kind.work
        patch(kind, "work", lambda args, kwargs: None)
        self.assertIs(kind.work, shell)

    def test_a_function_that_is_not_there_is_told(self) -> None:
        with no_logs():
            self.assertFalse(patch(client(lambda args, kwargs: None), "no_such", lambda args, kwargs: None))


class Pools(unittest.TestCase):
    def test_work_runs_in_the_context_of_whoever_asks(self) -> None:
        with observing(), ThreadPoolExecutor(4) as inner, InContext(4) as own:
            pool = Carrying(inner)
            for name in ("alice", "bob"):
                with llmobserve.customer(name):
                    self.assertEqual(pool.submit(llmobserve.get_customer_id).result(), name)
                    self.assertEqual(own.submit(llmobserve.get_customer_id).result(), name)
                    asked = pool.map(lambda number: (number, llmobserve.get_customer_id()), range(20))
                    self.assertEqual(list(asked), [(number, name) for number in range(20)])
            self.assertIsNone(pool.submit(llmobserve.get_customer_id).result())
            self.assertEqual(pool._max_workers, 4)
            self.assertIsInstance(copy.copy(pool), Carrying)


if __name__ == "__main__":
    unittest.main()
