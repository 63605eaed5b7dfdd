"""The look-out for imports: it is there when a module comes, and nobody notices."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from server.probe.child.patch import import_hooks


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machinery of imports as it was before."""
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


def test_a_module_that_comes_later_is_told_once_it_has_run(folder: Path) -> None:
    """With all its names, package and inner module each in its turn, and once."""
    told: list[tuple[str, int]] = []

    def act(module: ModuleType) -> None:
        told.append((module.__name__, module.VALUE))

    for name in ("awaited", "awaited.inner"):
        import_hooks.when_imported("test", name, act)
    assert told == []
    module = importlib.import_module("awaited")
    importlib.reload(module)
    assert told == [("awaited.inner", 2), ("awaited", 1)]


def test_a_module_that_is_there_is_told_at_once() -> None:
    """What was imported ahead needs no waiting."""
    told: list[ModuleType] = []
    import_hooks.when_imported("test", "json", told.append)
    assert told == [sys.modules["json"]]
    assert not any(isinstance(finder, import_hooks.ImportWatcher) for finder in sys.meta_path)


def test_a_module_looks_as_it_would_without_us(folder: Path) -> None:
    """Its loader is the system's own and carries nothing of ours."""
    import_hooks.when_imported("test", "awaited", lambda module: None)
    module = importlib.import_module("awaited")
    loader = module.__loader__
    assert type(loader).__module__ == "_frozen_importlib_external"
    assert "exec_module" not in vars(loader)


def test_a_module_that_fails_fails_and_may_come_again(folder: Path) -> None:
    """The error is the importer's; the second try is told."""
    (folder / "shaky.py").write_text("import os\nVALUE = int(os.environ['SHAKY'])\n")
    told: list[ModuleType] = []
    import_hooks.when_imported("test", "shaky", told.append)
    with pytest.raises(KeyError):
        importlib.import_module("shaky")
    assert told == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAKY", "3")
        importlib.import_module("shaky")
    assert len(told) == 1


def test_who_fails_at_a_module_is_off_and_the_import_goes_on(folder: Path) -> None:
    """The reason is kept for the state of the sensor."""

    def act(module: ModuleType) -> None:
        raise ZeroDivisionError("broken")

    import_hooks.when_imported("test", "awaited", act)
    assert importlib.import_module("awaited").VALUE == 1
    assert import_hooks.failure_of("test") == "It could not be attached: ZeroDivisionError: broken"
    assert import_hooks.failure_of("other") is None


def test_what_could_be_imported_is_known_without_importing(folder: Path) -> None:
    """Neither the package nor its inside is touched."""
    assert import_hooks.is_installed("awaited")
    assert not import_hooks.is_installed("nowhere_to_be_found")
    assert not import_hooks.is_any_imported("awaited")
    assert import_hooks.is_any_imported("nowhere", "json")


def test_a_module_that_is_nowhere_is_nowhere() -> None:
    """Waiting for it does not make it be."""
    import_hooks.when_imported("test", "nowhere_to_be_found", lambda module: None)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("nowhere_to_be_found")
