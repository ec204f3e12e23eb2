"""Jobs of Celery and RQ in the context of whoever queued them."""

from __future__ import annotations

import functools
import inspect
from typing import Any, Callable, Optional, TypeVar, cast

from ._carry import Request, export_context, import_context
from ._guard import guarded
from ._scopes import section as a_section

F = TypeVar("F", bound=Callable[..., Any])

ARGUMENT = "_llmobserve_ctx"
"""The keyword argument that carries the context of a job, as in 0.3: both may serve one queue."""

HEADER = "llmobserve"
"""The header of a Celery message that carries it."""


def observe_task(function: Optional[Callable[..., Any]] = None, *, section: Optional[str] = None) -> Any:
    """Decorates a job's function: it runs in the context that `current_context()` gave whoever queued it, passed as the
    keyword argument `_llmobserve_ctx`, and in a section of its own.
    """
    if function is None:
        return lambda it: observe_task(it, section=section)
    inner, name = function, section or f"task:{getattr(function, '__name__', 'task')}"
    if inspect.iscoroutinefunction(inner):

        @functools.wraps(inner)
        async def coroutine(*args: Any, **kwargs: Any) -> Any:
            carried = kwargs.pop(ARGUMENT, None)
            with Request():
                import_context(carried)
                with a_section(name):
                    return await inner(*args, **kwargs)

        return coroutine

    @functools.wraps(inner)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        carried = kwargs.pop(ARGUMENT, None)
        with Request():
            import_context(carried)
            with a_section(name):
                return inner(*args, **kwargs)

    return wrapper


def observe_rq_job(function: F) -> F:
    """Decorates the function of an RQ job; as `observe_task`."""
    return cast(F, observe_task(function))


@guarded
def patch_celery_task(app: Any = None) -> None:
    """Carries the context with every message of Celery, of this app and all others of the process.

    By Celery's own signals: nothing of it is replaced, and no task's signature changes.
    """
    from celery import signals  # type: ignore[import-not-found,unused-ignore]  # an application's package, not ours

    signals.before_task_publish.connect(_publish, weak=False, dispatch_uid="llmobserve.publish")
    signals.task_prerun.connect(_before_task, weak=False, dispatch_uid="llmobserve.before")
    signals.task_postrun.connect(_after_task, weak=False, dispatch_uid="llmobserve.after")


_running: dict[str, Any] = {}


@guarded
def _publish(headers: Any = None, **others: Any) -> None:
    if isinstance(headers, dict):
        headers.setdefault(HEADER, export_context())


@guarded
def _before_task(task_id: Any = None, task: Any = None, **others: Any) -> None:
    request = Request()
    request.__enter__()
    carried = getattr(task.request, HEADER, None) or (getattr(task.request, "headers", None) or {}).get(HEADER)
    import_context(carried)
    scope = a_section(f"task:{task.name}")
    scope.__enter__()
    _running[str(task_id)] = request, scope


@guarded
def _after_task(task_id: Any = None, state: Any = None, retval: Any = None, **others: Any) -> None:
    request, scope = _running.pop(str(task_id), (None, None))
    if scope is not None:
        scope.__exit__(None, retval if isinstance(retval, BaseException) else None, None)
    if request is not None:
        request.__exit__()
