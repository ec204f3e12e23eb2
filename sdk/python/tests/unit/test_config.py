"""Settings: argument, environment, default; and what is no setting."""

from __future__ import annotations

import os
import signal
import time
from typing import Any
from unittest import mock

from support import PACKAGE, Destination, clean_environment, llmobserve, no_logs, observing, runtime, unittest

from llmobserve import _log
from llmobserve._config import Settings, resolve


def settings(arguments: Any = (), **environment: str) -> Any:
    named = {f"LLMOBSERVE_{name}": value for name, value in environment.items()}
    with mock.patch.dict(os.environ, {**clean_environment(), **named}, clear=True):
        return resolve(dict(arguments))


class Precedence(unittest.TestCase):
    def test_defaults(self) -> None:
        self.assertEqual(settings(), Settings(Destination("http://localhost:8000", None)))

    def test_the_environment_before_defaults_and_arguments_before_it(self) -> None:
        environment = {
            "COLLECTOR_URL": "https://c.example/",
            "API_KEY": "k",
            "TENANT_ID": "acme",
            "CUSTOMER_ID": "alice",
            "ENVIRONMENT": "staging",
            "FLUSH_INTERVAL_MS": "100",
            "CAPTURE_CONTENT": "true",
            "FLUSH_ON_SIGTERM": "1",
        }
        found = settings(**environment)
        self.assertEqual(found.destination, Destination("https://c.example", "k"))
        self.assertEqual((found.tenant_id, found.customer_id, found.environment), ("acme", "alice", "staging"))
        self.assertEqual((found.flush_interval, found.capture_content, found.flush_on_sigterm), (0.1, True, True))
        found = settings({"tenant_id": "x", "api_key": "y", "capture_content": False}, **environment)
        self.assertEqual((found.tenant_id, found.destination.api_key, found.capture_content), ("x", "y", False))

    def test_disabled(self) -> None:
        self.assertIsNone(settings(DISABLED="1"))
        self.assertIsNotNone(settings(DISABLED="0"))

    def test_the_old_placeholder_is_no_key(self) -> None:
        for key in ("dev-mode", "", "  "):
            self.assertIsNone(settings({"api_key": key}).destination.api_key)

    def test_what_is_no_setting_is_told_and_harmless(self) -> None:
        with no_logs():
            for url in ("ftp://c", "localhost:8000", "http://", "http://c:99999", 7):
                self.assertIsNone(settings({"collector_url": url}), url)
            for interval in (0, -1, "soon", float("nan"), 1e12):
                self.assertEqual(settings({"flush_interval_ms": interval}).flush_interval, 0.5)
            self.assertIsNone(settings({"api_key": "k\r\nX-Evil: 1"}).destination.api_key)


class Observe(unittest.TestCase):
    def test_it_returns_at_once_and_touches_no_signal(self) -> None:
        handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
        with observing():
            times = []
            for _ in range(20):
                began = time.perf_counter()
                llmobserve.observe("http://10.255.255.1:1")
                times.append(time.perf_counter() - began)
        self.assertLess(min(times), 0.005)
        self.assertEqual([signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)], handlers)

    def test_the_positions_of_0_3(self) -> None:
        with observing(), no_logs():
            llmobserve.observe("http://c", None, "k", 250, "acme", "alice", False, False)
            assert runtime.settings is not None
            self.assertEqual(runtime.settings.destination, Destination("http://c", "k"))
            self.assertEqual((runtime.settings.tenant_id, runtime.settings.customer_id), ("acme", "alice"))

    def test_obsolete_options_pass_and_unknown_ones_are_told(self) -> None:
        with observing():
            _log.forget()
            with self.assertLogs("llmobserve") as logs:
                llmobserve.observe("http://c", proxy_url="http://p", use_instrumentors=True, enable_http_fallback=False)
                llmobserve.observe("http://c", no_such_option=1)
        self.assertEqual(len(logs.output), 2)

    def test_it_never_raises(self) -> None:
        with observing(), no_logs():
            llmobserve.observe(object(), providers=5, flush_interval_ms=object())
            llmobserve.observe("http://c", tenant_id=object())

    def test_switched_off_nothing_is_recorded(self) -> None:
        with observing() as posts:
            with mock.patch.dict(os.environ, {"LLMOBSERVE_DISABLED": "1"}):
                llmobserve.observe("http://c")
            self.assertFalse(llmobserve.is_initialized())
            with llmobserve.section("a"), llmobserve.customer("alice"):
                llmobserve.record("openai")
            self.assertTrue(llmobserve.flush())
            self.assertEqual(posts.events, [])

    def test_shutdown_and_again(self) -> None:
        with observing() as posts:
            llmobserve.record("openai")
            self.assertTrue(llmobserve.shutdown())
            llmobserve.record("openai")
            self.assertEqual(len(posts.events), 1)
            llmobserve.observe("http://c")
            llmobserve.record("openai")
            llmobserve.flush()
            self.assertEqual(len(posts.events), 2)


class Layout(unittest.TestCase):
    def test_every_file_is_small(self) -> None:
        for path in (PACKAGE / "llmobserve").rglob("*.py"):
            self.assertLess(len(path.read_text(encoding="utf-8").splitlines()), 250, path)

    def test_nothing_is_needed_but_the_standard_library(self) -> None:
        text = (PACKAGE / "pyproject.toml").read_text(encoding="utf-8")
        self.assertIn("dependencies = []", text)


if __name__ == "__main__":
    unittest.main()
