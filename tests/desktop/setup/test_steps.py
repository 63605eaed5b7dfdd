"""The order of the set-up, and what it asks uv to do."""

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from desktop.setup import steps, uv_program
from desktop.setup.problems import SetupProblem

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")
Usage = namedtuple("Usage", "total used free")
MINE = "https://mirror.example/simple"


class Started(Exception):  # noqa: N818 - a test's way to see what would have been started
    """The program would run now."""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an uv that notes its arguments, one call a line, and fails if there is a file `fail`."""
    program = tmp_path / "tools" / "uv"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\necho "$@" "[${VIRTUAL_ENV##*/}]" "$UV_DEFAULT_INDEX" >> calls\ntest ! -e fail\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(uv_program, "provide", lambda *_: program)

    def started(path: str, arguments: list[str], environment: dict[str, str]) -> None:
        raise Started(arguments, environment)

    monkeypatch.setattr("desktop.setup.steps.os.execve", started)
    return tmp_path


def started(checkout: Path, *arguments: str, **variables: str) -> tuple[list[str], dict[str, str]]:
    """Set up, and return what would be started: its name in .venv, its arguments, and its variables."""
    environment = {"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": str(checkout / "none"), **variables}
    with pytest.raises(Started) as raised:
        steps.set_up(checkout, arguments, environment)
    words, variables = raised.value.args
    program = Path(words[0])
    assert program.parent == checkout / ".venv" / "bin"
    return [program.name, *words[1:]], variables


def calls(checkout: Path) -> list[str]:
    """Return how uv was called."""
    return (checkout / "calls").read_text().splitlines()


def test_fumehood_is_started_without_the_tools_of_development(checkout: Path) -> None:
    """Arguments are fumehood's, and what is in the environment besides stays."""
    words, _ = started(checkout, "serve", "--port", "1", VIRTUAL_ENV="/other")
    assert words == ["fumehood", "serve", "--port", "1"]
    assert calls(checkout) == ["sync --locked --inexact --no-dev [.venv] "]


def test_pytest_is_started_with_them(checkout: Path) -> None:
    """The first word pytest is no argument of fumehood's."""
    words, variables = started(checkout, "pytest", "-q")
    assert words == ["pytest", "-q"]
    assert calls(checkout) == ["sync --locked --inexact [.venv] "]
    assert variables["PATH"].split(os.pathsep)[:2] == [
        str(checkout / ".venv" / "bin"),
        str(checkout / "tools"),
    ]
    assert variables["UV_SYSTEM_CERTS"] == "1"
    assert variables["UV_PYTHON"] == steps.PYTHONS


def test_a_python_that_the_user_names_is_taken(checkout: Path) -> None:
    """UV_PYTHON is for uv, as ever."""
    _, variables = started(checkout, UV_PYTHON="3.12")
    assert variables["UV_PYTHON"] == "3.12"


def test_packages_come_from_the_users_index(checkout: Path) -> None:
    """Their hashes are those of the lock, and uv hears of an index that only pip knows."""
    started(checkout, PIP_INDEX_URL=MINE)
    assert calls(checkout) == [
        f"venv --allow-existing --quiet [.venv] {MINE}",
        "export --frozen --no-emit-project --quiet --no-dev --output-file .venv/requirements.txt [.venv] "
        + MINE,
        f"pip install --require-hashes --no-deps --requirements .venv/requirements.txt [.venv] {MINE}",
        f"sync --frozen --inexact --no-dev [.venv] {MINE}",
    ]


@pytest.mark.parametrize("variables", [{}, {"PIP_INDEX_URL": MINE}])
def test_a_front_end_that_was_not_built_is_tried_again(checkout: Path, variables: dict[str, str]) -> None:
    """What an earlier run could not fetch is fetched by the next."""
    (checkout / "static" / "dist").mkdir(parents=True)
    (checkout / "static" / "dist" / "problem.txt").touch()
    started(checkout, **variables)
    assert "--reinstall-package fumehood" in calls(checkout)[-1]


def test_a_failed_uv_starts_nothing(checkout: Path) -> None:
    """What uv prints is the cause."""
    (checkout / "fail").touch()
    with pytest.raises(SetupProblem, match="could not bring the environment up to date"):
        steps.set_up(checkout, [], {"PATH": "/usr/bin:/bin"})


def test_a_full_disk_is_seen_before_anything_is_fetched(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An environment that is there needs no more room."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 3 * 10**8))
    with pytest.raises(SetupProblem, match=r"needs 1\.5 GB, and .* has 0\.3 GB left"):
        steps.set_up(checkout, [], {})
    (checkout / ".venv").mkdir()
    steps.check_room(checkout)


def test_a_checkout_of_somebody_else_is_refused(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, nothing is fetched."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SetupProblem, match="cannot be written") as raised:
        steps.set_up(checkout, [], {})
    assert str(checkout) in raised.value.cause


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (SetupProblem("It broke.", "mend it."), 1, "It broke.\nRemedy: mend it.\n"),
        (PermissionError(13, "Permission denied", "/uv"), 1, "/uv cannot be written or started"),
        (KeyboardInterrupt(), 130, "Interrupted."),
    ],
)
def test_a_problem_is_printed_without_a_traceback(
    error: BaseException,
    status: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Cause and remedy go to standard error."""

    def broken(*_: object) -> int:
        raise error

    monkeypatch.setattr(steps, "set_up", broken)
    assert steps.main([]) == status
    output = capsys.readouterr()
    assert output.out == ""
    assert words in output.err


def test_the_status_of_the_program_is_returned(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows cannot replace a process, so it waits."""
    (checkout / "static").mkdir()
    monkeypatch.setattr(steps, "REPLACES_ITSELF", False)
    monkeypatch.setattr("desktop.setup.steps.subprocess.call", lambda words, **_: 3 * (words[-1] == "doctor"))
    assert steps.set_up(checkout, ["doctor"], {}) == 3


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_fetches_nothing(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what will be done."""
    assert steps.main([option]) == 0
    assert "python3 -m desktop.setup pytest" in capsys.readouterr().out
