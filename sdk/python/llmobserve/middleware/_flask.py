"""Flask."""

from __future__ import annotations

from typing import Any

from .._carry import _enter
from .._context import EMPTY, change
from .._guard import guarded
from .._ids import uuid7
from .._text import fit
from ._request import DEFAULT_HEADER, Customer, Tenant
from ._wsgi import WSGIMiddleware


def observe_flask(app: Any, customer: Customer = DEFAULT_HEADER, tenant: Tenant = None) -> None:
    """Gives each request of a Flask application its context, also while a streamed response is made."""
    app.wsgi_app = WSGIMiddleware(app.wsgi_app, customer, tenant)


@guarded
def flask_before_request() -> None:
    """For `app.before_request(…)`, as in 0.3: begins the request with a context of its own. Since nothing ends it, it
    reaches until the next request of the thread; `observe_flask(app)` is better.
    """
    from flask import request  # type: ignore[import-not-found,unused-ignore]  # an application's package, not ours

    _enter(EMPTY)
    change(customer_id=fit(request.headers.get(DEFAULT_HEADER)), run_id=uuid7())
