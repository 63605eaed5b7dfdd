"""Tests of the location of the probe's files."""

import sys
from pathlib import Path

import pytest

from server.probe.locate import boot_script, child_folder


def test_the_boot_script_is_in_the_probes_folder() -> None:
    """Here that is a folder of the source tree."""
    assert boot_script().is_file()
    assert boot_script().parent == child_folder()


def test_a_frozen_build_has_the_script_in_its_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """PyInstaller names that folder in `sys._MEIPASS`."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert boot_script() == tmp_path / "server" / "probe" / "child" / "boot.py"
