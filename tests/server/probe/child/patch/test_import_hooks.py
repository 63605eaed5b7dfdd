"""Tests of the callbacks for imports."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from server.probe.child.patch import import_hooks


@pytest.fixture(autouse=True)
def import_system(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Restore the import system after each test."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(import_hooks, "_waiting", {})
    monkeypatch.setattr(import_hooks, "_failed", {})
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with a package in it."""
    (tmp_path / "awaited").mkdir()
    (tmp_path / "awaited" / "__init__.py").write_text("from awaited import inner\nVALUE = 1\n")
    (tmp_path / "awaited" / "inner.py").write_text("VALUE = 2\n")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_callback_is_called_once_the_module_has_run(folder: Path) -> None:
    """Once for each module, the inner one first, when all its names are defined."""
    calls: list[tuple[str, int]] = []

    def callback(module: ModuleType) -> None:
        calls.append((module.__name__, module.VALUE))

    for name in ("awaited", "awaited.inner"):
        import_hooks.when_imported("test", name, callback)
    assert calls == []
    module = importlib.import_module("awaited")
    importlib.reload(module)
    assert calls == [("awaited.inner", 2), ("awaited", 1)]


def test_a_callback_for_an_imported_module_is_called_at_once() -> None:
    """No finder is installed."""
    calls: list[ModuleType] = []
    import_hooks.when_imported("test", "json", calls.append)
    assert calls == [sys.modules["json"]]
    assert not any(isinstance(finder, import_hooks.ImportWatcher) for finder in sys.meta_path)


def test_a_watched_module_keeps_its_own_loader(folder: Path) -> None:
    """It is the system's own, and carries nothing of the probe."""
    import_hooks.when_imported("test", "awaited", lambda module: None)
    module = importlib.import_module("awaited")
    loader = module.__loader__
    assert type(loader).__module__ == "_frozen_importlib_external"
    assert "exec_module" not in vars(loader)


def test_a_failed_import_can_be_repeated(folder: Path) -> None:
    """The error reaches the importer; the callback is called after the second attempt."""
    (folder / "shaky.py").write_text("import os\nVALUE = int(os.environ['SHAKY'])\n")
    calls: list[ModuleType] = []
    import_hooks.when_imported("test", "shaky", calls.append)
    with pytest.raises(KeyError):
        importlib.import_module("shaky")
    assert calls == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAKY", "3")
        importlib.import_module("shaky")
    assert len(calls) == 1


def test_a_failing_callback_does_not_affect_the_import(folder: Path) -> None:
    """The reason is kept for the state of the sensor."""

    def callback(module: ModuleType) -> None:
        raise ZeroDivisionError("broken")

    import_hooks.when_imported("test", "awaited", callback)
    assert importlib.import_module("awaited").VALUE == 1
    assert import_hooks.failure_of("test") == "It could not be attached: ZeroDivisionError: broken"
    assert import_hooks.failure_of("other") is None


def test_an_installed_module_is_recognised_without_importing_it(folder: Path) -> None:
    """Neither the package nor its modules are run."""
    assert import_hooks.is_installed("awaited")
    assert not import_hooks.is_installed("nowhere_to_be_found")
    assert not import_hooks.is_any_imported("awaited")
    assert import_hooks.is_any_imported("nowhere", "json")


def test_a_missing_module_stays_missing() -> None:
    """Waiting for it does not change that."""
    import_hooks.when_imported("test", "nowhere_to_be_found", lambda module: None)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("nowhere_to_be_found")
