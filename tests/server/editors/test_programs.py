"""Tests of finding programs."""

import os
from pathlib import Path

import pytest

from server.editors.editor import Editor, plus
from server.editors.programs import find_program, program_of


def program(path: Path) -> Path:
    """Make a program that does nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_program_is_found_in_the_folders_of_path(tmp_path: Path) -> None:
    """In the first that has it; a file that may not be run is none."""
    first, second = tmp_path / "a", tmp_path / "b"
    program(first / "other")
    found = program(second / "code")
    (first / "code").write_text("text", encoding="utf-8")
    assert find_program("code", {"PATH": f"{first}{os.pathsep}{second}"}) == str(found)
    assert find_program("code", {}) is None


def test_the_working_folder_is_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project must not bring the program that a click starts."""
    program(tmp_path / "code")
    monkeypatch.chdir(tmp_path)
    assert find_program("code", {"PATH": f".{os.pathsep}"}) is None


@pytest.mark.parametrize("name", ["code.cmd", "code.BAT"])
def test_scripts_of_windows_are_not_run(tmp_path: Path, name: str) -> None:
    """The command line of Windows would read characters of the path as its own."""
    program(tmp_path / name)
    assert find_program(name, {"PATH": str(tmp_path)}) is None


def test_an_editor_outside_of_path_is_found_in_its_usual_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the platform that the place is for; a variable that is not set leads nowhere."""
    monkeypatch.setattr("sys.platform", "linux")
    found = program(tmp_path / "bin" / "ed-none")
    elsewhere = (
        ("win32", "/no"),
        ("linux", "%NOTHING%/bin/ed-none"),
        ("linux", "%TOP%/bin/ed-none"),
    )
    editor = Editor(name="ed", title="Ed", programs=("ed",), arguments=plus, elsewhere=elsewhere)
    assert program_of(editor, {"TOP": str(tmp_path), "PATH": ""}) == str(found)
    assert program_of(editor, {"PATH": ""}) is None
