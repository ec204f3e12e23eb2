"""Web frameworks: whose request it is, and a context of its own for each.

`customer` says who the customer of a request is: the name of a header, or a function of the request. Take a header only
from a proxy of your own that sets it; a client can write anything. `tenant`, a function of the request, may choose the
tenant: an id, or a pair of id and API key.
"""

from __future__ import annotations

from ._asgi import ObservabilityMiddleware
from ._django import django_middleware, make_django_middleware
from ._flask import flask_before_request, observe_flask
from ._wsgi import WSGIMiddleware

ASGIMiddleware = ObservabilityMiddleware

__all__ = [
    "ASGIMiddleware",
    "ObservabilityMiddleware",
    "WSGIMiddleware",
    "django_middleware",
    "flask_before_request",
    "make_django_middleware",
    "observe_flask",
]
