"""ASGI: Starlette, FastAPI, Quart and others."""

from __future__ import annotations

from typing import Any, Optional

from ._request import DEFAULT_HEADER, Customer, Tenant, context_of


class ObservabilityMiddleware:
    """`app.add_middleware(ObservabilityMiddleware)`. The context holds for the whole response, streamed or not."""

    def __init__(
        self,
        app: Any,
        auto_run_id: bool = True,
        customer_header: Optional[str] = DEFAULT_HEADER,
        *,
        customer: Customer = None,
        tenant: Tenant = None,
    ) -> None:
        self.app = app
        self._customer = customer or customer_header
        self._tenant = tenant

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request, or one connection."""
        if scope.get("type") not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        def header(name: str) -> Optional[str]:
            wanted = name.lower().encode("latin-1")
            found = [value for key, value in scope.get("headers", ()) if key.lower() == wanted]
            return found[0].decode("latin-1") if found else None

        with context_of(scope, header, self._customer, self._tenant):
            await self.app(scope, receive, send)
