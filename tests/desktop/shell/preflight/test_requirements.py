"""Tests of the requirements of a window."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.shell.app_info import AppInfo
from desktop.shell.preflight import chromium_sandbox, display, requirements, shared_libraries

APP = AppInfo(id="tea", name="Tea")


def test_each_missing_requirement_has_a_cause_and_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first missing requirement is reported, in the order in which they would fail."""
    monkeypatch.setattr(requirements, "_installed", lambda name: name != "qtpy")
    monkeypatch.setattr(display, "platform", lambda: None)
    monkeypatch.setattr(shared_libraries, "qt_folder", Path)
    monkeypatch.setattr(shared_libraries, "missing", lambda *_: ("libxcb-cursor.so.0", "libodd.so.1"))
    monkeypatch.setattr(chromium_sandbox, "refusal", lambda: chromium_sandbox.SandboxRefusal.NAMESPACES)
    order = []
    fixes: tuple[tuple[str, Callable[[], None]], ...] = (
        ("toolkit", lambda: monkeypatch.setattr(requirements, "_installed", lambda _name: True)),
        ("display", lambda: monkeypatch.setattr(display, "platform", lambda: "xcb")),
        ("libraries", lambda: monkeypatch.setattr(shared_libraries, "missing", lambda *_: ())),
        ("engine", lambda: monkeypatch.setattr(chromium_sandbox, "refusal", lambda: None)),
    )
    for part, fix in fixes:
        missing = requirements.first_missing(APP)
        assert missing is not None
        assert missing.part == part
        assert missing.cause
        assert missing.remedy
        order.append(f"{missing.cause} {missing.remedy}")
        fix()
    assert requirements.first_missing(APP) is None
    assert "qtpy" in order[0]
    assert "libxcb-cursor0" in order[2]
    assert "libodd.so.1" in order[2]
    assert "AppArmor" in order[3]


def test_a_library_without_a_known_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no package is known, the remedy does not name one."""
    monkeypatch.setattr(shared_libraries, "qt_folder", Path)
    monkeypatch.setattr(shared_libraries, "missing", lambda *_: ("libodd.so.1",))
    missing = requirements.missing_libraries()
    assert missing is not None
    assert "libodd.so.1" in missing.cause
    assert "apt" not in missing.remedy


def test_a_missing_parent_counts_as_missing() -> None:
    """A module of a missing package counts as missing, without an exception."""
    assert not requirements._installed("no_such_package.module")


def test_a_library_that_cannot_be_loaded_is_reported(tmp_path: Path) -> None:
    """A plugin that cannot be loaded is reported, whatever the reason."""
    plugin = tmp_path / "plugins" / "platforms" / "libqxcb.so"
    plugin.parent.mkdir(parents=True)
    plugin.write_bytes(b"not a library")
    assert len(shared_libraries.missing(tmp_path, "xcb")) == 1


def test_an_empty_folder_misses_nothing(tmp_path: Path) -> None:
    """Files that Qt does not ship are not required."""
    assert shared_libraries.missing(tmp_path, "xcb") == ()
