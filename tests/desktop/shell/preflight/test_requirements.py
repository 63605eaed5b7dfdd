"""What keeps a window from opening, and how it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.shell.preflight import chromium_sandbox, display, requirements, shared_libraries


def test_each_lack_has_a_cause_and_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first thing that is missing is told, in the order in which it would fail."""
    monkeypatch.setattr(requirements, "_installed", lambda name: name != "qtpy")
    monkeypatch.setattr(display, "platform", lambda: None)
    monkeypatch.setattr(shared_libraries, "qt_folder", Path)
    monkeypatch.setattr(shared_libraries, "missing", lambda *_: ("libxcb-cursor.so.0", "libodd.so.1"))
    monkeypatch.setattr(chromium_sandbox, "refusal", lambda: chromium_sandbox.SandboxRefusal.NAMESPACES)
    order = []
    mending: tuple[tuple[str, Callable[[], None]], ...] = (
        ("toolkit", lambda: monkeypatch.setattr(requirements, "_installed", lambda _name: True)),
        ("display", lambda: monkeypatch.setattr(display, "platform", lambda: "xcb")),
        ("libraries", lambda: monkeypatch.setattr(shared_libraries, "missing", lambda *_: ())),
        ("engine", lambda: monkeypatch.setattr(chromium_sandbox, "refusal", lambda: None)),
    )
    for part, mend in mending:
        lack = requirements.first_missing()
        assert lack is not None
        assert lack.part == part
        assert lack.cause
        assert lack.remedy
        order.append(f"{lack.cause} {lack.remedy}")
        mend()
    assert requirements.first_missing() is None
    assert "qtpy" in order[0]
    assert "libxcb-cursor0" in order[2]
    assert "libodd.so.1" in order[2]
    assert "AppArmor" in order[3]


def test_a_library_without_a_known_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no package is known the remedy says so much."""
    monkeypatch.setattr(shared_libraries, "qt_folder", Path)
    monkeypatch.setattr(shared_libraries, "missing", lambda *_: ("libodd.so.1",))
    lack = requirements.lack_of_libraries()
    assert lack is not None
    assert "libodd.so.1" in lack.cause
    assert "apt" not in lack.remedy


def test_a_missing_parent_counts_as_missing() -> None:
    """A module of a package that is not there is not there either, without an exception."""
    assert not requirements._installed("no_such_package.module")


def test_a_library_that_is_not_there_is_found_out(tmp_path: Path) -> None:
    """A plugin that cannot be loaded is reported, whatever is wrong with it."""
    plugin = tmp_path / "plugins" / "platforms" / "libqxcb.so"
    plugin.parent.mkdir(parents=True)
    plugin.write_bytes(b"not a library")
    assert len(shared_libraries.missing(tmp_path, "xcb")) == 1


def test_an_empty_folder_lacks_nothing(tmp_path: Path) -> None:
    """What Qt does not ship cannot keep it from loading."""
    assert shared_libraries.missing(tmp_path, "xcb") == ()
