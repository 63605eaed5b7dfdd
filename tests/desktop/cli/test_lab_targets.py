"""Labs as what the command line can be pointed at."""

from pathlib import Path

import pytest

from desktop.cli.targets import find_page
from server.model.exit_code import ExitCode
from server.model.guest import Target
from server.model.problem import Problem


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()


@pytest.mark.parametrize("spec", ["lab:session", "lab:session#encrypted"])
def test_a_lab_may_be_opened_at_a_place(spec: str) -> None:
    """What follows the lab is for its page; the lab itself must be there."""
    found = find_page(spec)
    assert isinstance(found, Target)
    assert found.spec == "lab:session"


def test_a_place_that_is_not_there_is_said() -> None:
    """With those that may have been meant, or with how to go on without one."""
    found = find_page("lab:session#encryptd")
    assert isinstance(found, Problem)
    assert found.code == "no-such-place"
    assert found.code.exit_code is ExitCode.USAGE
    assert "encryptd" in found.cause
    assert "lab:session#encrypted" in found.remedy
    found = find_page("lab:session#zzz")
    assert isinstance(found, Problem)
    assert found.remedy == "Open lab:session without it, and go on from there."


def test_a_lab_that_is_not_there_is_said(tmp_path: Path) -> None:
    """With its own name, whatever place was asked for."""
    found = find_page("lab:sesion#encrypted")
    assert isinstance(found, Problem)
    assert "sesion." in found.cause
    assert "lab:session" in found.remedy
