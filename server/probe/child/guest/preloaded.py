"""The modules of libraries that a guest's process had imported before it became the guest.

They are hidden until the app imports them. A module is then put into `sys.modules` together with those that
it had imported while it ran, in the same order, so that an app finds there what it would find after a start
from nothing.
"""

from __future__ import annotations

import copy
import importlib
import sys
import warnings
from enum import Enum
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

MISSING = object()
CODECS = "encodings."
"""Python looks for an encoding once in a process, whatever is in `sys.modules`."""


class ImportStep(Enum):
    """What a module has done with another one while it ran."""

    IMPORT = 1
    PLANT = 2


class FilterAdded(NamedTuple):
    """A filter of warnings that a module has added while it ran."""

    item: tuple[Any, ...]
    append: bool


class Trace:
    """What was noted while modules were imported.

    `names` are the modules that were added to `sys.modules`, in this order, `steps` are the others that each
    one has imported or put there, and filters of warnings that it has added. `children` is what the names of
    its submodules stood for when it had run. `missing` are top-level modules that were looked for in vain.
    """

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.steps: dict[str, dict[str, ImportStep | FilterAdded]] = {}
        self.children: dict[str, dict[str, Any]] = {}
        self.missing: dict[str, None] = {}


def hide(trace: Trace) -> None:
    """Remove the modules of a trace from `sys.modules` and from their packages, until they are imported."""
    modules = {
        name: sys.modules[name] for name in trace.names if name in sys.modules and not name.startswith(CODECS)
    }
    for name, module in modules.items():
        del sys.modules[name]
        package, _, child = name.rpartition(".")
        parent = modules.get(package) or sys.modules.get(package)
        if parent is not None and vars(parent).get(child) is module:
            delattr(parent, child)
    if modules:
        sys.meta_path.insert(0, PreloadedFinder(modules, trace))


class PreloadedFinder:
    """The first import finder: it finds the modules that are hidden."""

    def __init__(self, modules: dict[str, ModuleType], trace: Trace) -> None:
        self._modules = modules
        self._trace = trace

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return a spec whose loader gives back the module; None for all others."""
        module = self._modules.get(name)
        spec = getattr(module, "__spec__", None)
        if module is None or spec is None:
            return None
        ours: ModuleSpec = copy.copy(spec)
        ours.loader = PreloadedLoader(self, module, spec)  # type: ignore[assignment]  # it has what counts
        return ours

    def show(self, name: str) -> None:
        """Do again, for a module that is imported now, what it did with other modules while it ran."""
        module = self._modules.pop(name)
        for other, step in self._trace.steps.get(name, {}).items():
            if type(step) is FilterAdded:
                warnings._add_filter(*step.item, append=step.append)  # type: ignore[attr-defined]  # as it did
            elif step is ImportStep.PLANT and other in self._modules:
                sys.modules[other] = self._modules.pop(other)
            elif step is ImportStep.IMPORT and other not in sys.modules:
                importlib.import_module(other)
        for child, value in self._trace.children.get(name, {}).items():
            if value is not MISSING:
                setattr(module, child, value)
            elif child in vars(module):
                delattr(module, child)


class PreloadedLoader:
    """Gives back one module that has run already."""

    def __init__(self, finder: PreloadedFinder, module: ModuleType, spec: ModuleSpec) -> None:
        self._finder = finder
        self._module = module
        self._spec = spec

    def create_module(self, _spec: ModuleSpec) -> ModuleType:
        """Return the module."""
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """Give it back what it says about itself, and show what it had imported."""
        module.__spec__ = self._spec
        self._finder.show(module.__name__)
