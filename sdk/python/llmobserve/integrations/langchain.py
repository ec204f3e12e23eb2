"""LangChain and LangGraph: a tool is a section, and so is a graph. They call the providers' packages, which are patched
themselves; so nothing of theirs is billed a second time.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any, Callable

from .._runtime import runtime
from .._scopes import Section
from .._wrap import Watch
from .._wrap import patch as shell
from ._read import text


def patch(module: ModuleType) -> None:
    """Patches `langchain_core.tools.base` or `langgraph.pregel.main`."""
    functions: dict[str, tuple[tuple[str, ...], Callable[[Any], str]]] = {
        "BaseTool": (("run", "arun"), lambda tool: f"tool:{text(tool, 'name') or 'tool'}"),
        "Pregel": (("invoke", "ainvoke"), lambda graph: f"agent:{text(graph, 'name') or 'graph'}"),
    }
    for kind, (names, section) in functions.items():
        owner = vars(module).get(kind)
        for name in names if owner is not None else ():
            shell(owner, name, _watch(section))


def _watch(name_of: Callable[[Any], str]) -> Watch:
    def watch(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if runtime.settings is None:
            return None
        scope = Section(name_of(args[0]))
        scope.__enter__()
        return SectionTicket(scope), args, kwargs

    return watch


class SectionTicket:
    """A function that is a section while it runs."""

    def __init__(self, scope: Section) -> None:
        self.scope = scope

    def returned(self, result: Any) -> Any:
        """It is over."""
        self.scope.__exit__(None, None, None)
        return result

    def unwatched(self, result: Any, fault: Exception) -> Any:
        """It is over, whatever happened before this."""
        return self.returned(result)

    def failed(self, error: BaseException) -> None:
        """It raised."""
        self.scope.__exit__(None, error, None)
