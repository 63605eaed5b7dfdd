"""Test reading one lab, and the problem, place and message of a lab that cannot be read."""

from pathlib import Path

import pytest

from server.handbook.catalogue.lab_reader import LabProblem, lab_problem, raised_at, read_lab
from tests.support.sample_lab import CLAIMS, TOML, write_lab


def problem(folder: Path, **parts: str) -> LabProblem:
    """Return the problem of the sample lab with these parts."""
    read = read_lab(write_lab(folder / "1-first" / "tiny", **parts), chapter="First", fresh=True)
    assert isinstance(read, LabProblem)
    return read


def test_a_lab_is_read_with_its_experiments(tmp_path: Path) -> None:
    """In the order in which its claims are written."""
    read = read_lab(write_lab(tmp_path / "1-first" / "tiny"), chapter="First")
    assert isinstance(read, tuple)
    lab, experiments = read
    assert (lab.slug, lab.chapter, lab.files) == ("tiny", "First", ("app.py", "words.txt"))
    assert [claim.id for claim in lab.claims] == list(experiments) == ["greets", "swears", "modern"]


@pytest.mark.parametrize(
    ("parts", "line", "message"),
    [
        ({"toml": "number = \n"}, 1, "TOMLDecodeError: "),
        ({"toml": TOML.replace('title = "Tiny"', "")}, None, 'it needs title, such as "The session"'),
        ({"toml": TOML.replace('"1.1"', '"one"')}, None, "number is 'one', and no place such as 7.2"),
        ({"toml": TOML.replace('"app.py"', '"../app.py"')}, None, "files must lie inside"),
        ({"claims": "def (\n"}, 1, "SyntaxError: "),
        ({"claims": "\n1 / 0\n"}, 2, "ZeroDivisionError: division by zero"),
        (
            {"claims": CLAIMS.replace('"swears"', '"greets"')},
            None,
            "ValueError: two claims are called greets",
        ),
        ({"claims": CLAIMS.replace("flask<1", "rust<1")}, None, "ValueError: "),
    ],
)
def test_a_broken_lab_has_a_message_without_its_place(
    tmp_path: Path, parts: dict[str, str], line: int | None, message: str
) -> None:
    """The detail is the message with file and line before it."""
    found = problem(tmp_path, **parts)
    file = "claims.py" if "claims" in parts else "lab.toml"
    assert (found.file.name, found.line) == (file, line)
    assert found.message.startswith(message)
    place = f"{file}, line {line}" if line else file
    assert found.detail == f"{place}: {found.message}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """It needs no detail."""
    found = problem(tmp_path, toml=TOML.replace('"words.txt"', '"gone.txt"'))
    assert found.missing == ("gone.txt",)
    assert "names files that do not exist: gone.txt." in found.cause
    assert (found.message, found.detail) == ("", "")


def test_a_lab_needs_a_page(tmp_path: Path) -> None:
    """The problem is with the file that does not exist."""
    folder = write_lab(tmp_path / "1-first" / "tiny")
    (folder / "page.md").unlink()
    assert read_lab(folder, chapter="") == lab_problem(folder / "page.md")
    assert lab_problem(folder / "page.md").cause == f"The lab in {folder} has no page.md."


def test_the_line_of_an_error_is_the_last_in_that_file() -> None:
    """None for a file that the error did not pass through."""

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError) as raised:
        fail()
    assert raised_at(__file__, raised.value) == fail.__code__.co_firstlineno + 1
    assert raised_at("/nowhere.py", raised.value) is None
