"""From a request to its context, for every framework alike."""

from __future__ import annotations

from typing import Any, Callable, Optional, Union

from .._carry import Request
from .._config import Destination
from .._context import Binding
from .._guard import report
from .._ids import uuid7
from .._runtime import runtime
from .._text import fit

Customer = Union[None, str, Callable[[Any], Any]]
Tenant = Optional[Callable[[Any], Any]]

DEFAULT_HEADER = "X-Customer-ID"


def context_of(request: Any, header: Callable[[str], Optional[str]], customer: Customer, tenant: Tenant) -> Request:
    """The context of a request. What an application's own function fails to tell is left open: a request is never
    refused for our sake.
    """
    try:
        run_id = uuid7()
        customer_id = _ask(customer, request) if callable(customer) else header(customer) if customer else None
        return Request(customer_id, run_id, _binding(_ask(tenant, request) if tenant else None))
    except Exception:
        return Request()


def _ask(function: Callable[[Any], Any], request: Any) -> Any:
    try:
        return function(request)
    except Exception as error:
        report("a middleware's function", error)
        return None


def _binding(tenant: Any) -> Optional[Binding]:
    settings = runtime.settings
    if tenant is None or settings is None:
        return None
    tenant_id, api_key = tenant if isinstance(tenant, tuple) else (tenant, None)
    here = settings.destination
    return Binding(Destination(here.collector_url, api_key or here.api_key), fit(tenant_id, 64) or settings.tenant_id)
