"""A context of its own for each request, also where threads are used again."""

from __future__ import annotations

import asyncio
import sys
import types
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

from support import Destination, llmobserve, no_logs, observing, runtime, unittest

from llmobserve.middleware import ASGIMiddleware, WSGIMiddleware, make_django_middleware

KEYS = {"acme": "k-acme", "globex": "k-globex"}


def seen() -> Any:
    return llmobserve.get_customer_id(), llmobserve.get_tenant_id()


class Wsgi(unittest.TestCase):
    def ask(self, app: Any, **headers: str) -> Any:
        environ = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = app(environ, lambda *args: None)
        parts = list(body)
        if hasattr(body, "close"):
            body.close()
        return parts

    def test_the_customer_from_a_header(self) -> None:
        with observing():
            app = WSGIMiddleware(lambda environ, start: [seen()])
            self.assertEqual(self.ask(app, x_customer_id="alice"), [("alice", "default_tenant")])
            self.assertEqual(self.ask(app), [(None, "default_tenant")])

    def test_a_function_of_the_request(self) -> None:
        with observing():
            app = WSGIMiddleware(
                lambda environ, start: [seen()],
                customer=lambda environ: environ["HTTP_WHO"],
                tenant=lambda environ: (environ["HTTP_OF"], KEYS[environ["HTTP_OF"]]),
            )
            self.assertEqual(self.ask(app, who="alice", of="acme"), [("alice", "acme")])
            with no_logs():
                self.assertEqual(self.ask(app), [(None, "default_tenant")])

    def test_threads_that_are_used_again(self) -> None:
        def app(environ: Any, start: Any) -> Any:
            llmobserve.set_user_id(environ.get("HTTP_X_CUSTOMER_ID"))
            llmobserve.record("openai", metadata={"truth": environ.get("HTTP_X_CUSTOMER_ID")})
            if environ.get("HTTP_FAIL"):
                raise KeyError("theirs")

            def parts() -> Any:
                for _ in range(3):
                    llmobserve.record("openai", metadata={"truth": environ.get("HTTP_X_CUSTOMER_ID")})
                    yield b"x"

            return parts()

        def request(number: int) -> None:
            headers = {"x_customer_id": f"c{number}"} if number % 3 else {}
            try:
                self.ask(wrapped, **headers, **({"fail": "1"} if number % 5 == 0 else {}))
            except KeyError:
                pass

        wrapped = WSGIMiddleware(app)
        with observing() as posts, ThreadPoolExecutor(4) as pool:
            list(pool.map(request, range(400)))
            self.assertEqual(
                {future.result() for future in [pool.submit(seen) for _ in range(8)]}, {(None, "default_tenant")}
            )
            runtime.flush(5)
        for event in posts.events:
            truth = event.get("event_metadata", {}).get("truth")
            self.assertEqual((event.get("customer_id"), event.get("user_id")), (truth, truth))
        self.assertEqual(len({event["run_id"] for event in posts.events}), 400)

    def test_a_file_is_handed_on_as_it_is(self) -> None:
        class File:
            pass

        file = File()
        app = WSGIMiddleware(lambda environ, start: file)
        with observing():
            self.assertIs(app({"wsgi.file_wrapper": File}, lambda *args: None), file)


class Asgi(unittest.TestCase):
    def test_requests_at_the_same_time(self) -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            truth = dict(scope["headers"]).get(b"x-customer-id", b"nobody").decode()
            for _ in range(3):
                await asyncio.sleep(0)
                llmobserve.record("openai", metadata={"truth": truth})

        async def all_of_them() -> None:
            wrapped = ASGIMiddleware(app)
            scopes = [{"type": "http", "headers": [(b"x-customer-id", b"c%d" % number)]} for number in range(100)]
            await asyncio.gather(*(wrapped(scope, None, None) for scope in scopes))

        with observing() as posts:
            asyncio.run(all_of_them())
            runtime.flush(5)
        self.assertEqual(len(posts.events), 300)
        for event in posts.events:
            self.assertEqual(event["customer_id"], event["event_metadata"]["truth"])

    def test_what_is_no_request_passes(self) -> None:
        seen_types = []

        async def app(scope: Any, receive: Any, send: Any) -> None:
            seen_types.append(scope["type"])

        asyncio.run(ASGIMiddleware(app)({"type": "lifespan"}, None, None))
        self.assertEqual(seen_types, ["lifespan"])

    def test_the_arguments_of_0_3(self) -> None:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            found.append(llmobserve.get_customer_id())

        found: list[Any] = []
        with observing():
            wrapped = llmobserve.ObservabilityMiddleware(app, auto_run_id=True, customer_header="X-Who")
            asyncio.run(wrapped({"type": "http", "headers": [(b"X-Who", b"alice")]}, None, None))
        self.assertEqual(found, ["alice"])

    def test_an_exception_is_the_applications(self) -> None:
        error = KeyError("theirs")

        async def app(scope: Any, receive: Any, send: Any) -> None:
            raise error

        with observing(), self.assertRaises(KeyError) as caught:
            asyncio.run(ASGIMiddleware(app)({"type": "http", "headers": []}, None, None))
        self.assertIs(caught.exception, error)


class Django(unittest.TestCase):
    class Request:
        def __init__(self, **headers: str) -> None:
            self.headers = headers

    def test_both_colours(self) -> None:
        async def async_response(request: Any) -> Any:
            return seen()

        make = make_django_middleware(customer=lambda request: request.headers.get("who"))
        with observing():
            self.assertEqual(make(lambda request: seen())(self.Request(who="alice"))[0], "alice")
            handler = make(async_response)
            self.assertTrue(asyncio.iscoroutinefunction(handler))
            self.assertEqual(asyncio.run(handler(self.Request(who="bob")))[0], "bob")
            self.assertIsNone(llmobserve.get_customer_id())

    def test_a_streamed_response(self) -> None:
        class Streaming:
            streaming = True

            def __init__(self) -> None:
                self.streaming_content = (seen() for _ in range(2))

        with observing():
            response = llmobserve.django_middleware(lambda request: Streaming())(
                self.Request(**{"X-Customer-ID": "alice"})
            )
            self.assertEqual([who for who, _ in response.streaming_content], ["alice", "alice"])
            self.assertIsNone(llmobserve.get_customer_id())


class Flask(unittest.TestCase):
    def test_the_hook_of_0_3(self) -> None:
        flask = types.ModuleType("flask")
        flask.request = Django.Request(**{"X-Customer-ID": "alice"})  # type: ignore[attr-defined]  # a stand-in
        with mock.patch.dict(sys.modules, flask=flask), observing():
            llmobserve.set_user_id("of the request before")
            llmobserve.flask_before_request()
            self.assertEqual(llmobserve.get_customer_id(), "alice")
            self.assertNotIn("user_id", llmobserve.export_context())

    def test_the_middleware(self) -> None:
        app = types.SimpleNamespace(wsgi_app=lambda environ, start: [seen()])
        with observing():
            llmobserve.observe_flask(app)
            self.assertEqual(app.wsgi_app({"HTTP_X_CUSTOMER_ID": "alice"}, None)[0][0], "alice")


class Keys(unittest.TestCase):
    def test_a_tenant_without_a_key_keeps_the_one_at_hand(self) -> None:
        with observing(api_key="k") as posts:
            WSGIMiddleware(lambda environ, start: [llmobserve.record("openai")], tenant=lambda environ: "acme")(
                {}, None
            )
            runtime.flush(1)
        ((destination, (event,)),) = posts.batches
        self.assertEqual((destination, event["tenant_id"]), (Destination(destination.collector_url, "k"), "acme"))


if __name__ == "__main__":
    unittest.main()
