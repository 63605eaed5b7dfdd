"""Tests of terminal windows."""

from pathlib import Path

from server.editors.terminals import in_terminal
from tests.server.editors.test_programs import program


def test_a_command_runs_in_the_first_terminal_that_is_there(tmp_path: Path) -> None:
    """After the words by which that terminal takes a command."""
    program(tmp_path / "xterm")
    konsole = program(tmp_path / "konsole")
    found = in_terminal(("/usr/bin/vim", "+3", "/a b.py"), {"PATH": str(tmp_path), "DISPLAY": ":0"})
    assert found == (str(konsole), "-e", "/usr/bin/vim", "+3", "/a b.py")


def test_without_a_display_there_is_no_window(tmp_path: Path) -> None:
    """Nor without a terminal."""
    program(tmp_path / "xterm")
    assert in_terminal(("vim",), {"PATH": str(tmp_path)}) is None
    assert in_terminal(("vim",), {"PATH": "/nowhere", "DISPLAY": ":0"}) is None
