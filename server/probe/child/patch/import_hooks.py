"""Callbacks for when the guest has imported a module, without importing anything for it.

A finder at the front of `sys.meta_path` lets the others find the module and is notified once its code has
run. The module keeps its own loader: only during that one import does the loader's instance have an
`exec_module` of ours.
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

Callback = Callable[[ModuleType], None]

_waiting: dict[str, list[tuple[str, Callback]]] = {}
_failed: dict[str, str] = {}
_lock = threading.Lock()


def when_imported(sensor: str, name: str, callback: Callback) -> None:
    """Call `callback(module)` once the module of that dotted name is imported: now, or after its import.

    An exception in it is reported as a fault of the sensor, and never reaches the guest.
    """
    module = sys.modules.get(name)
    if module is not None and not _initializing(module):
        _call(sensor, callback, module)
        return
    with _lock:
        _waiting.setdefault(name, []).append((sensor, callback))
        if not any(type(finder) is ImportWatcher for finder in sys.meta_path):
            sys.meta_path.insert(0, ImportWatcher())


def failure_of(sensor: str) -> str | None:
    """Return why a sensor could not be attached to an imported module; None if it could."""
    return _failed.get(sensor)


def is_any_imported(*names: str) -> bool:
    """Return whether the guest has imported one of these modules."""
    return any(name in sys.modules for name in names)


def is_installed(name: str) -> bool:
    """Return whether a top-level module could be imported, without importing it."""
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


class ImportWatcher:
    """A finder that finds nothing itself, and notices when an awaited module is loaded."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return what the other finders return; the loader of an awaited module is watched."""
        if name not in _waiting:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            if finder is self or find is None:
                continue
            spec: importlib.machinery.ModuleSpec | None = find(name, path, target)
            if spec is not None:
                _watch_loader(spec.loader, name)
                return spec
        return None


def _watch_loader(loader: Any, name: str) -> None:
    """Arrange to be notified when this loader has run the code of that module."""
    original = getattr(loader, "exec_module", None)
    if original is None or isinstance(loader, type):
        return

    @functools.wraps(original)
    def exec_module(module: ModuleType) -> None:
        if loader.__dict__.get("exec_module") is exec_module:
            del loader.exec_module
        original(module)
        if module.__name__ == name:
            _notify(name, module)

    try:
        loader.exec_module = exec_module
    except AttributeError:
        return


def _notify(name: str, module: ModuleType) -> None:
    with _lock:
        callbacks = _waiting.pop(name, [])
    for sensor, callback in callbacks:
        _call(sensor, callback, module)


def _call(sensor: str, callback: Callback, module: ModuleType) -> None:
    try:
        callback(module)
    except Exception as error:
        _failed[sensor] = f"It could not be attached: {type(error).__name__}: {error}"
        report_fault(sensor, error)


def _initializing(module: ModuleType) -> bool:
    return bool(getattr(getattr(module, "__spec__", None), "_initializing", False))
