"""Patching a library when it is imported, whether that was before `observe` or comes after it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Callable, Optional

from ._guard import report

Patch = Callable[[ModuleType], None]


class Hooks:
    """A finder that finds nothing by itself: it lets the others find a module, and patches it once it has run."""

    def __init__(self) -> None:
        self._waiting: dict[str, Patch] = {}
        self.patched: set[str] = set()
        """Modules that were found and patched."""

    def add(self, module: str, patch: Patch) -> None:
        """Patches a module now if it is loaded, otherwise when it is."""
        loaded = sys.modules.get(module)
        if loaded is not None:
            self._apply(patch, loaded)
            return
        self._waiting[module] = patch
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def find_spec(
        self, name: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        """The import system asks: the spec of the other finders, its loader told to patch afterwards."""
        try:
            patch = self._waiting.pop(name, None)
            return self._hooked(name, path, target, patch) if patch is not None else None
        except Exception:
            return None

    def _hooked(self, name: str, path: Any, target: Any, patch: Patch) -> Optional[ModuleSpec]:
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec: Optional[ModuleSpec] = find(name, path, target) if find is not None and finder is not self else None
            if spec is not None:
                self._hook(spec.loader, patch)
                return spec
        return None

    def _hook(self, loader: Any, patch: Patch) -> None:
        run = getattr(loader, "exec_module", None)
        if run is None:
            return

        def exec_module(module: ModuleType) -> None:
            run(module)
            try:
                self._apply(patch, module)
            except Exception:
                pass

        # On the instance: the loader stays the object that others expect.
        loader.exec_module = exec_module

    def _apply(self, patch: Patch, module: ModuleType) -> None:
        try:
            patch(module)
            self.patched.add(module.__name__)
        except Exception as error:
            report(f"patching {module.__name__}", error)


hooks = Hooks()
