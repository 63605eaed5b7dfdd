"""Tests of the editors that Fumehood knows."""

import pytest

from server.editors.registry import OFFERED, OTHERS, editor_of


def test_no_program_is_two_editors() -> None:
    """The name of a program says which editor it is."""
    programs = [program for editor in (*OFFERED, *OTHERS) for program in editor.programs]
    assert len(set(programs)) == len(programs)
    assert len({editor.name for editor in (*OFFERED, *OTHERS)}) == len((*OFFERED, *OTHERS))


@pytest.mark.parametrize(
    ("program", "title"),
    [
        ("/usr/bin/nvim", "Vim"),
        (r"C:\Code\Code.exe", "Visual Studio Code"),
        ("charm", "PyCharm"),
        ("hx", "Helix"),
        ("/opt/my-editor", None),
    ],
)
def test_an_editor_is_known_by_its_program(program: str, title: str | None) -> None:
    """By the name of the file, wherever it lies."""
    found = editor_of(program)
    assert (found.title if found is not None else None) == title
