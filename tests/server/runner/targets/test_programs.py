"""Programs as targets."""

from pathlib import Path

import pytest

from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.runner.targets.programs import (
    absolute_spec,
    arguments_of,
    file_of,
    folders_of,
    program_spec,
    resolve_program,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a program, and one in a folder whose name has a space."""
    (tmp_path / "app.py").write_text("")
    (tmp_path / "my shop").mkdir()
    (tmp_path / "my shop" / "shop.py").write_text("")
    return tmp_path


def resolve(command: str, here: Path, root: Path | None = None) -> Target:
    """Return the target of a program that is there."""
    target = resolve_program(program_spec(command), here, root=root)
    assert isinstance(target, Target), target
    assert target.kind is TargetKind.PROGRAM
    return target


@pytest.mark.parametrize(
    ("command", "words", "name"),
    [
        ("app.py --port 80 'a b'", ["app.py", "--port", "80", "a b"], None),
        ("python app.py", ["app.py"], None),
        ("python3.12 -m shop run", ["-m", "shop", "run"], "shop"),
        ("gunicorn shop:app", ["gunicorn", "shop:app"], "gunicorn"),
    ],
)
def test_the_words_of_a_command_line_are_kept(
    folder: Path, command: str, words: list[str], name: str | None
) -> None:
    """The name of the interpreter before the program is left out."""
    target = resolve(command, folder)
    assert arguments_of(target) == words
    assert target.root == folder
    assert target.name == (name or f"{folder.name}/app.py")


def test_the_working_folder_is_that_of_the_terminal_or_of_the_file(folder: Path) -> None:
    """A file elsewhere runs in its own folder, unless another is asked for."""
    elsewhere = folder / "my shop"
    target = resolve(f"{folder}/app.py", elsewhere)
    assert (target.root, arguments_of(target)) == (folder, ["app.py"])
    target = resolve(f"{folder}/app.py", elsewhere, elsewhere)
    assert (target.root, arguments_of(target)) == (elsewhere, [f"{folder}/app.py"])
    assert folders_of(target) == (folder, elsewhere)


def test_the_working_folder_of_a_file_below_is_its_project(folder: Path) -> None:
    """As for an app of which only a file is named; in a terminal it is the folder of the terminal."""
    target = resolve("'my shop/shop.py'", folder)
    assert (target.root, arguments_of(target)) == (folder / "my shop", ["shop.py"])
    target = resolve("'my shop/shop.py'", folder, folder)
    assert (target.root, arguments_of(target)) == (folder, ["my shop/shop.py"])
    (folder / "pyproject.toml").touch()
    assert resolve("'my shop/shop.py'", folder).root == folder
    assert folders_of(resolve("-m shop", folder)) == (folder,)


def test_a_program_can_be_named_from_any_folder(folder: Path) -> None:
    """A file becomes absolute; a module and a script stay as they are."""
    assert absolute_spec("run:app.py 1", folder) == f"run:{folder}/app.py 1"
    assert absolute_spec("run:-m shop", folder) == "run:-m shop"
    assert file_of(resolve("-m app", folder)) == ""
    assert file_of(resolve("app.py 1", folder)) == "app.py"


@pytest.mark.parametrize(
    ("command", "code", "text"),
    [
        ("", "no-target", "No program was named."),
        ("-m", "no-target", "No program was named."),
        ("ap.py", "no-such-target", "Did you mean app.py?"),
        ("none/app.py", "no-such-target", "none/app.py"),
        ("app.py 'x", "no-such-target", "The quotes in run:app.py 'x do not match."),
        ("x" * 5000 + ".py", "no-such-target", "xxx"),
    ],
)
def test_a_mistake_is_explained(folder: Path, command: str, code: str, text: str) -> None:
    """Nothing is started for a file that is not there."""
    problem = resolve_program(program_spec(command), folder)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert text in f"{problem.cause} {problem.remedy}"
