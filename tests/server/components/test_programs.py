"""Tests of Python, Qt and Chromium as components."""

import platform
import sys
from importlib import metadata
from types import SimpleNamespace

import pytest

from server.components.programs import python, toolkit


def test_python_has_its_version_and_licence() -> None:
    """It is the Python that runs."""
    assert (python().version, python().licence) == (platform.python_version(), "PSF-2.0")


def test_qt_comes_with_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its version is that of the package; Chromium's is told by the web engine once it is loaded."""
    engine = SimpleNamespace(qWebEngineChromiumVersion=lambda: "140.0.1")
    monkeypatch.setitem(sys.modules, "PySide6.QtWebEngineCore", engine)
    qt, chromium = toolkit()
    assert qt.version == metadata.version("PySide6_Essentials")
    assert "LGPL" in qt.licence
    assert (chromium.name, chromium.version) == ("Chromium", "140.0.1")


def test_without_qt_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fumehood may be installed without a window."""

    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    assert toolkit() == ()
