"""HTTP to the collector: one kept connection, gzip, no redirects, little read of what comes back.

Loaded with the first delivery, as the modules below it take longer to import than the whole SDK.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import platform
from typing import Optional
from urllib import request as environment
from urllib.parse import SplitResult, unquote, urlsplit

from ._config import Destination
from ._loopback import is_loopback
from ._verdict import Answer
from ._version import __version__

MAX_ANSWER = 64 << 10
"""Bytes that are read of an answer."""

COMPRESS_FROM = 1_024
"""Bytes. A smaller body gains nothing."""

USER_AGENT = f"llmobserve-python/{__version__} (Python {platform.python_version()})"


class Transport:
    """Posts batches. Used by one thread at a time."""

    def __init__(self) -> None:
        self._connection: Optional[http.client.HTTPConnection] = None
        self._origin: Optional[tuple[str, str]] = None

    def post(self, destination: Destination, body: bytes, timeout: float) -> Answer:
        """Posts a JSON array of events. Raises `OSError` or `HTTPException` when there is no answer within `timeout`
        seconds of silence.
        """
        url = urlsplit(destination.collector_url)
        headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT, "Accept": "application/json"}
        if destination.api_key:
            headers["Authorization"] = f"Bearer {destination.api_key}"
        if len(body) >= COMPRESS_FROM:
            body = gzip.compress(body, 5)
            headers["Content-Encoding"] = "gzip"
        is_reused = self._connection is not None and self._origin == (url.scheme, url.netloc)
        try:
            return self._exchange(url, body, headers, timeout)
        except (ConnectionError, http.client.BadStatusLine):
            # A server may close an idle connection at any time; ids make a repeat harmless.
            if not is_reused:
                raise
            return self._exchange(url, body, headers, timeout)

    def _exchange(self, url: SplitResult, body: bytes, headers: dict[str, str], timeout: float) -> Answer:
        connection, target = self._connect(url, headers, timeout)
        is_done = False
        try:
            connection.request("POST", target, body, headers)
            response = connection.getresponse()
            content = response.read(MAX_ANSWER)
            # What is left unread makes a connection useless for the next request.
            is_done = response.isclosed() and not response.will_close
            return Answer(response.status, content, response.getheader("Retry-After"))
        finally:
            if not is_done:
                self.close()

    def _connect(
        self, url: SplitResult, headers: dict[str, str], timeout: float
    ) -> tuple[http.client.HTTPConnection, str]:
        """A connection and what to ask it for."""
        path = url.path.rstrip("/") + "/events"
        proxy = _proxy(url)
        target = f"http://{url.netloc}{path}" if proxy and url.scheme == "http" else path
        if proxy and url.scheme == "http":
            headers.update(_credentials(proxy))
        if self._connection is None or self._origin != (url.scheme, url.netloc):
            self.close()
            self._connection, self._origin = _open(url, proxy, timeout), (url.scheme, url.netloc)
        self._connection.timeout = timeout
        if self._connection.sock is not None:
            self._connection.sock.settimeout(timeout)
        return self._connection, target

    def close(self) -> None:
        """Lets the connection go."""
        connection, self._connection, self._origin = self._connection, None, None
        if connection is not None:
            connection.close()

    def forget(self) -> None:
        """Lets go of a connection that belongs to the parent process, without a word on it."""
        self._connection = self._origin = None


def _open(url: SplitResult, proxy: Optional[SplitResult], timeout: float) -> http.client.HTTPConnection:
    server = proxy or url
    host, port = server.hostname or "", server.port
    if url.scheme == "http":
        return http.client.HTTPConnection(host, port or 80, timeout=timeout)
    connection = http.client.HTTPSConnection(host, port or (80 if proxy else 443), timeout=timeout)
    if proxy:
        connection.set_tunnel(url.hostname or "", url.port or 443, _credentials(proxy))
    return connection


def _proxy(url: SplitResult) -> Optional[SplitResult]:
    """The proxy that the environment names for a URL; none for this machine itself.

    Only the environment is asked: the system's settings on macOS cannot be read after a fork.
    """
    host = url.hostname or ""
    if is_loopback(host):
        return None
    named = environment.getproxies_environment().get(url.scheme)
    is_bypassed = environment.proxy_bypass_environment(host)  # type: ignore[attr-defined]  # the stubs lack it
    if not named or is_bypassed:
        return None
    return urlsplit(named if "://" in named else f"http://{named}")


def _credentials(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
