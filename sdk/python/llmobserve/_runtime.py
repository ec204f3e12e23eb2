"""The SDK of this process: its settings, its sender, and how it begins and ends."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from typing import Any, Optional

from . import _context, _log
from ._config import Settings, resolve
from ._context import Binding
from ._event import Call
from ._guard import guarded
from ._sender import Sender

EXIT_TIMEOUT = 2.0
"""Seconds that the end of the process may wait for delivery, all in all."""


class Runtime:
    """One for each process."""

    def __init__(self) -> None:
        self.settings: Optional[Settings] = None
        """What `observe` was told; nothing before it and after `shutdown`."""
        self.sender = Sender()
        self._is_registered = False
        self._finalized: Optional[int] = None
        self._told: tuple[int, int] = (0, 0)

    def configure(self, arguments: dict[str, Any]) -> bool:
        """Takes the settings of an `observe`. Whether the SDK is on.

        But for the first time, at the start of the application, they also bind the context that asks: where requests
        each observe for their own tenant, the tenant of another that does so meanwhile must not become this one's.
        """
        settings = resolve(arguments)
        if settings is not None and not (self.settings is None and _is_at_start()):
            _context.change(binding=Binding(settings.destination, settings.tenant_id, settings.customer_id))
        self.settings = settings
        if settings is None:
            return False
        if not self._is_registered:
            self._is_registered = True
            atexit.register(self.at_exit)
        if settings.flush_on_sigterm:
            _flush_on_sigterm(self)
        return True

    def _finalize(self) -> None:
        """Sees to a flush at the end of a child of `multiprocessing`, which skips `atexit`: by its own means, and with
        the first event, as it forgets what was registered before the child's work began.
        """
        self._finalized = os.getpid()
        util = sys.modules.get("multiprocessing.util")
        if util is not None:
            util.Finalize(None, self.at_exit, exitpriority=0)

    def start(self, provider: str, endpoint: str, span_type: str = "llm") -> Optional[Call]:
        """A call that begins now, unless the SDK is off."""
        settings = self.settings
        return Call(settings, provider, endpoint, span_type) if settings is not None else None

    def finish(self, call: Call, status: str = "ok", **members: Any) -> None:
        """Queues the event of a call that has ended. A second end of the same call is none."""
        event = call.end(status, **members)
        if event is not None:
            if self._finalized != os.getpid():
                self._finalize()
            self.sender.put(call.destination, event, call.settings.flush_interval)

    def flush(self, timeout: float) -> bool:
        """Delivers what is queued. Whether nothing is left."""
        return self.sender.flush(timeout)

    def shutdown(self, timeout: float) -> bool:
        """Delivers what is queued and ends. `observe` begins anew."""
        self.settings = None
        is_empty = self.sender.flush(timeout)
        self.sender.stop()
        self.report()
        return is_empty

    @guarded
    def at_exit(self) -> None:
        """The last flush."""
        self.sender.flush(EXIT_TIMEOUT)
        self.report()

    def report(self) -> None:
        """Tells how many events did not arrive."""
        outbox = self.sender.outbox
        lost, waiting = outbox.dropped + self.sender.rejected, outbox.events
        if (lost or waiting) and self._told != (lost, waiting):
            self._told = (lost, waiting)
            _log.logger.warning("llmobserve: %d events were dropped, %d could not be delivered", lost, waiting)

    def after_fork(self) -> None:
        """In the child."""
        self.sender.reset()
        _log.forget()


def _is_at_start() -> bool:
    """Whether this is the main thread outside of any event loop, where applications are set up."""
    asyncio = sys.modules.get("asyncio")
    is_in_loop = asyncio is not None and asyncio._get_running_loop() is not None
    return not is_in_loop and threading.current_thread() is threading.main_thread()


runtime = Runtime()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=guarded(runtime.after_fork))


def _flush_on_sigterm(owner: Runtime) -> None:
    """Delivers before a SIGTERM does what it would have done anyway."""
    if threading.current_thread() is not threading.main_thread():
        _log.warn_once("sigterm", "llmobserve: flush_on_sigterm needs observe() to be called in the main thread")
        return
    previous = signal.getsignal(signal.SIGTERM)
    if getattr(previous, "is_llmobserve", False) or previous is signal.SIG_IGN:
        return

    def handler(number: int, frame: Any) -> None:
        owner.at_exit()
        if callable(previous):
            previous(number, frame)
        else:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    handler.is_llmobserve = True  # type: ignore[attr-defined]  # a mark, so that it is installed once
    signal.signal(signal.SIGTERM, handler)
