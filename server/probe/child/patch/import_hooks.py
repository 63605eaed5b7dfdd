"""Tells when the guest has imported a module, without importing anything for it.

A finder at the front of `sys.meta_path` lets the others find the module and is called back once its code has
run. The module keeps its own loader: only for the time of that one import does the loader's instance carry
a method of ours.
"""

from __future__ import annotations

import functools
import importlib.machinery
import importlib.util
import sys
import threading
from types import ModuleType
from typing import TYPE_CHECKING, Any, Callable

from ..recording.probe import report_fault

if TYPE_CHECKING:
    from collections.abc import Sequence

Act = Callable[[ModuleType], None]

_waiting: dict[str, list[tuple[str, Act]]] = {}
_failed: dict[str, str] = {}
_lock = threading.Lock()


def when_imported(sensor: str, name: str, act: Act) -> None:
    """Call `act(module)` once the module of that dotted name is there: now, or after its import.

    What fails is told as the fault of the sensor, and never to the guest.
    """
    module = sys.modules.get(name)
    if module is not None and not _initializing(module):
        _do(sensor, act, module)
        return
    with _lock:
        _waiting.setdefault(name, []).append((sensor, act))
        if not any(isinstance(finder, ImportWatcher) for finder in sys.meta_path):
            sys.meta_path.insert(0, ImportWatcher())


def failure_of(sensor: str) -> str | None:
    """Why a sensor could not be attached to a module that the guest has imported, None if nothing failed."""
    return _failed.get(sensor)


def imported(*names: str) -> bool:
    """Whether the guest has imported one of these modules."""
    return any(name in sys.modules for name in names)


def installed(name: str) -> bool:
    """Whether a top-level module could be imported, found out without importing it."""
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


class ImportWatcher:
    """A finder that finds nothing by itself, and is there when a module that is waited for is loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """What the other finders say; of a module that is waited for, its loader is watched."""
        if name not in _waiting:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            spec: importlib.machinery.ModuleSpec | None = find(name, path, target)
            if spec is not None:
                _watch(spec.loader, name)
                return spec
        return None


def _watch(loader: Any, name: str) -> None:
    """Be called back when this loader has run the code of that module."""
    original = getattr(loader, "exec_module", None)
    if original is None or isinstance(loader, type):
        return

    @functools.wraps(original)
    def exec_module(module: ModuleType) -> None:
        if loader.__dict__.get("exec_module") is exec_module:
            del loader.exec_module
        original(module)
        if module.__name__ == name:
            _arrived(name, module)

    try:
        loader.exec_module = exec_module
    except AttributeError:
        return


def _arrived(name: str, module: ModuleType) -> None:
    with _lock:
        acts = _waiting.pop(name, [])
    for sensor, act in acts:
        _do(sensor, act, module)


def _do(sensor: str, act: Act, module: ModuleType) -> None:
    try:
        act(module)
    except Exception as error:
        _failed[sensor] = f"It could not be attached: {type(error).__name__}: {error}"
        report_fault(sensor, error)


def _initializing(module: ModuleType) -> bool:
    return bool(getattr(getattr(module, "__spec__", None), "_initializing", False))
