"""The components of a bundle are the owners of the files that it was made of."""

import os
from pathlib import Path

import flask
import markupsafe
import pytest

from desktop.installers.bill import shipped
from server.components.component import Component, ComponentOrigin, LicenceText
from tests.sources import ROOT


@pytest.fixture
def strangers(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """The files that the system is asked about."""
    asked: set[Path] = set()

    def remember(files: set[Path]) -> tuple[Component, ...]:
        asked.update(files)
        return (Component(name="libshop1", version="1", origin=ComponentOrigin.SYSTEM, licence="MIT"),)

    monkeypatch.setattr(shipped, "system_components", remember)
    return asked


def test_each_file_has_its_owner(strangers: set[Path], tmp_path: Path) -> None:
    """Packages, Python, the system's libraries; our own files and Python's have no further owner."""
    sources = [flask.__file__, markupsafe.__file__, os.__file__, str(ROOT / "LICENSE"), "/lib/libshop.so.1"]
    names = {each.name for each in shipped.shipped_components(sources, tmp_path)}
    assert names == {"fumehood", "Flask", "MarkupSafe", "pyinstaller", "Python", "libshop1"}
    assert strangers == {Path("/lib/libshop.so.1")}


def test_a_component_without_a_text_has_the_systems(
    strangers: set[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of a common licence come along although the package brings none."""
    text = (LicenceText(name="MIT", text="Do as you like."),)
    monkeypatch.setattr(shipped, "common_texts", lambda expression: text if expression == "MIT" else ())
    found = {each.name: each for each in shipped.shipped_components([], tmp_path)}
    assert found["libshop1"].texts == text
    assert found["pyinstaller"].texts != text
    assert strangers == set()
