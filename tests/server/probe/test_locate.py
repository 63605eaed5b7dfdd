"""Where the probe's files lie."""

import sys
from pathlib import Path

import pytest

from server.probe.locate import boot_script, child_folder


def test_the_boot_script_lies_in_the_source_tree() -> None:
    """It is a file beside the package that it enters with."""
    assert boot_script().is_file()
    assert boot_script().parent == child_folder()


def test_a_frozen_build_has_it_where_it_unpacked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PyInstaller names its folder in sys._MEIPASS."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert boot_script() == tmp_path / "server" / "probe" / "child" / "boot.py"
