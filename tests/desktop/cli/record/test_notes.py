"""What `record` says about the app's interpreter and its Flask."""

import sys
from pathlib import Path

import pytest

from desktop.cli.record import notes
from desktop.cli.targets import find_program
from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.versions import Versions
from server.runner.environments.choice import InterpreterChoice, choose_interpreter
from server.runner.environments.environment import FoundBy
from server.runner.guests.problems import load_failed
from server.runner.targets.app_scan import AppKind, AppSign
from server.runner.targets.choices import AppChoice, several_apps
from tests.support.environment_folders import make_environment

OWN = InterpreterChoice(python=None, origin=FoundBy.OWN)
APP = Target(kind=TargetKind.FOLDER, spec=".", root=Path("/srv/shop"), app="", name="shop")
LAB = Target(kind=TargetKind.LAB, spec="lab:session", root=Path("/labs"), app="app.py", name="Session")


def test_a_fallback_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    """But not for a lab, which is ours."""
    notes.warn(OWN, LAB)
    assert capsys.readouterr().err == ""
    notes.warn(OWN, APP)
    assert capsys.readouterr().err.startswith("fumehood: No environment was found for /srv/shop")


def test_a_program_in_another_folder_needs_the_environment_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the folder of the terminal, where it runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "app.py").touch()
    for command, folder in (("shop/app.py", tmp_path / "shop"), ("-m shop", tmp_path)):
        program, _choice = find_program(command)
        assert isinstance(program, Target)
        notes.warn(OWN, program)
        assert f"No environment was found for {folder}, so" in capsys.readouterr().err


def test_a_command_is_shortened_for_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the app's folder and above it; elsewhere it changes to the whole path."""
    root = tmp_path / "my shop"
    (tmp_path / "else").mkdir()
    root.mkdir()
    problem = load_failed("below-main", "why", "", str(root), program="app.py")
    for here, command in (
        (root, ": fumehood record --run app.py /"),
        (tmp_path, ": cd 'my shop' && fumehood record --run app.py /"),
        (tmp_path / "else", f": cd '{root}' && fumehood record --run app.py /"),
    ):
        monkeypatch.chdir(here)
        assert notes.from_here(problem, root).remedy.endswith(command)


def test_a_failure_names_the_interpreter_and_the_others(tmp_path: Path) -> None:
    """If another one may be the solution; what was warned of before is not said again."""
    first, other = make_environment(tmp_path / ".venv"), make_environment(tmp_path / "venv")
    choice = choose_interpreter(tmp_path, "", {}, tmp_path / "home")
    missing = Problem(code=ProblemCode.IMPORT_ERROR, cause="c", remedy="r")
    assert notes.with_interpreter(missing, choice).remedy.splitlines() == [
        "r",
        f"The app runs on {first}/bin/python: it is in the project's folder.",
        f"  --python {other}  Python 3.12.1, Flask 3.1.3: it is in the project's folder",
    ]
    assert notes.with_interpreter(missing, OWN) is missing
    slow = Problem(code=ProblemCode.TIMEOUT, cause="c", remedy="r")
    assert notes.with_interpreter(slow, choice) is slow


def test_an_old_flask_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """At once, with what is shown all the same."""
    notes.tell_old_flask(Versions(flask="3.1.3"))
    assert capsys.readouterr().err == ""
    notes.tell_old_flask(Versions(flask="1.1.4"))
    assert "The app runs on Flask 1.1.4." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "commands"),
    [
        (".", ["fumehood record one.py / --json", "fumehood record 'two.py:make' / --json"]),
        (
            "my shop",
            ["fumehood record 'my shop:one.py' / --json", "fumehood record 'my shop:two.py:make' / --json"],
        ),
    ],
)
def test_several_apps_come_with_a_command_for_each(
    monkeypatch: pytest.MonkeyPatch, target: str, commands: list[str]
) -> None:
    """The command that was given, with the app in the place of the folder."""
    monkeypatch.setattr(sys, "argv", ["fumehood", "record", target, "/", "--json"])
    choices = (
        AppChoice(
            app="one.py", file="one.py", sign=AppSign(kind=AppKind.INSTANCE, name="app", source="Flask")
        ),
        AppChoice(app="two.py:make", file="two.py", sign=AppSign(kind=AppKind.OTHER_FACTORY, name="make")),
    )
    problem = notes.with_commands(several_apps(Path("/srv"), choices), target)
    lines = [line.replace("'two.py:make'", "two.py:make") for line in problem.detail.splitlines()]
    assert lines == [
        commands[0],
        "    app = Flask(…)",
        commands[1].replace("'two.py:make'", "two.py:make"),
        "    the factory make",
    ]
    other = Problem(code=ProblemCode.NO_APP, cause="c", remedy="r")
    assert notes.with_commands(other, target) is other
