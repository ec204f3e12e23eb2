"""HTTP to the collector, against a server of every kind of manners."""

from __future__ import annotations

import gzip
import json
import os
import socket
import threading
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

from support import Destination, unittest

from llmobserve._transport import MAX_ANSWER, Transport, _proxy


class Server:
    """Answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answer = (201, b"{}", {})
        self.connections = 0
        server = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                server.connections += 1
                super().setup()

            def log_message(self, *args: Any) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                server.asked.append((self.path, dict(self.headers), body))
                status, content, headers = server.answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                try:
                    self.wfile.write(content)
                except ConnectionError:
                    # The reader has had enough.
                    self.close_connection = True
                self.close_connection = headers.get("X-Hang-Up") == "silently"

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


class Posting(unittest.TestCase):
    def setUp(self) -> None:
        self.server = Server()
        self.transport = Transport()
        self.addCleanup(self.server.close)
        self.addCleanup(self.transport.close)

    def post(self, body: bytes = b"[]", path: str = "", key: Any = "llmo_sk_x") -> Any:
        return self.transport.post(Destination(self.server.url + path, key), body, 5)

    def test_the_request(self) -> None:
        self.server.answer = (503, b"busy", {"Retry-After": "3"})
        answer = self.post(path="/prefix")
        self.assertEqual((answer.status, answer.body, answer.retry_after), (503, b"busy", "3"))
        path, headers, body = self.server.asked[0]
        self.assertEqual((path, body, headers["Authorization"]), ("/prefix/events", b"[]", "Bearer llmo_sk_x"))
        self.assertTrue(headers["User-Agent"].startswith("llmobserve-python/"))

    def test_no_key_no_header(self) -> None:
        self.post(key=None)
        self.assertNotIn("Authorization", self.server.asked[0][1])

    def test_large_bodies_are_compressed(self) -> None:
        body = json.dumps([{"id": "x" * 100}] * 100).encode()
        self.post(body)
        _, headers, sent = self.server.asked[0]
        self.assertEqual((headers["Content-Encoding"], gzip.decompress(sent)), ("gzip", body))
        self.assertLess(len(sent), len(body) // 10)

    def test_one_connection_for_many_posts(self) -> None:
        for _ in range(3):
            self.post()
        self.assertEqual((len(self.server.asked), self.server.connections), (3, 1))

    def test_a_kept_connection_that_the_server_closed_is_opened_again(self) -> None:
        self.server.answer = (201, b"{}", {"X-Hang-Up": "silently"})
        for _ in range(3):
            self.assertEqual(self.post().status, 201)
        self.assertEqual(self.server.connections, 3)

    def test_little_is_read_of_an_answer(self) -> None:
        self.server.answer = (200, b"x" * (5 << 20), {})
        self.assertEqual(len(self.post().body), MAX_ANSWER)
        self.server.answer = (201, b"{}", {})
        self.assertEqual(self.post().body, b"{}")

    def test_redirects_are_not_followed(self) -> None:
        other = Server()
        self.addCleanup(other.close)
        self.server.answer = (307, b"", {"Location": other.url + "/events"})
        self.assertEqual(self.post().status, 307)
        self.assertEqual(other.asked, [])


class Trouble(unittest.TestCase):
    def listener(self, says: bytes) -> str:
        """A server that accepts, says something that is no HTTP or nothing, and waits."""
        door = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(door.close)
        kept: list[socket.socket] = []
        self.addCleanup(lambda: [one.close() for one in kept])

        def accept() -> None:
            try:
                while True:
                    one, _ = door.accept()
                    kept.append(one)
                    one.sendall(says)
            except OSError:
                pass

        threading.Thread(target=accept, daemon=True).start()
        return f"http://127.0.0.1:{door.getsockname()[1]}"

    def test_silence_ends_by_the_timeout(self) -> None:
        with self.assertRaises(OSError):
            Transport().post(Destination(self.listener(b""), None), b"[]", 0.1)

    def test_garbage_is_no_answer(self) -> None:
        for says in (
            b"SSH-2.0-OpenSSH\r\n",
            b"\x16\x03\x01\x00\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx",
        ):
            with self.subTest(says), self.assertRaises((OSError, HTTPException)):
                Transport().post(Destination(self.listener(says), None), b"[]", 0.1)

    def test_nobody_there(self) -> None:
        free = socket.create_server(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        with self.assertRaises(ConnectionRefusedError):
            Transport().post(Destination(f"http://127.0.0.1:{port}", None), b"[]", 1)


class Proxies(unittest.TestCase):
    def proxy(self, url: str, **environment: str) -> Any:
        with mock.patch.dict(os.environ, environment, clear=True):
            found = _proxy(urlsplit(url))
        return found and found.geturl()

    def test_this_machine_is_reached_directly(self) -> None:
        for host in ("localhost", "127.0.0.1", "127.9.9.9", "[::1]", "app.localhost"):
            self.assertIsNone(self.proxy(f"http://{host}:8000", http_proxy="http://proxy:3128"), host)

    def test_others_by_the_environments_proxy(self) -> None:
        self.assertEqual(self.proxy("https://c.example", https_proxy="http://p:3128"), "http://p:3128")
        self.assertEqual(self.proxy("http://c.example", http_proxy="p:3128"), "http://p:3128")
        self.assertIsNone(self.proxy("https://c.example", https_proxy="http://p:3128", no_proxy="c.example"))
        self.assertIsNone(self.proxy("https://c.example"))

    def test_a_request_through_a_proxy(self) -> None:
        proxy = Server()
        self.addCleanup(proxy.close)
        host = urlsplit(proxy.url).netloc
        with mock.patch.dict(os.environ, {"http_proxy": f"http://user:p%40ss@{host}"}, clear=True):
            transport = Transport()
            answer = transport.post(Destination("http://collector.invalid:8000", "k"), b"[]", 5)
            transport.close()
        self.assertEqual(answer.status, 201)
        path, headers, _ = proxy.asked[0]
        self.assertEqual(path, "http://collector.invalid:8000/events")
        self.assertEqual(headers["Proxy-Authorization"], "Basic dXNlcjpwQHNz")


if __name__ == "__main__":
    unittest.main()
