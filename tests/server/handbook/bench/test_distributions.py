"""Test that missing packages are found, and reported with the command that installs them."""

import sys
from pathlib import Path

import pytest

from server.handbook.bench import distributions
from server.handbook.bench.distributions import Distributions
from server.handbook.undecided import Undecided

SOME_PYTHON = Path("/some/python")


def test_our_own_packages_are_known() -> None:
    """By any spelling of a name, and with version ranges."""
    Distributions().require(None, "Flask", "flask-wtf>=1.0", "FLASK_LOGIN")
    with pytest.raises(Undecided, match=r"This program has no no-such-thing\.") as raised:
        Distributions().require(None, "flask", "no-such-thing")
    assert raised.value.remedy == f"Install it there: {sys.executable} -m pip install no-such-thing"
    with pytest.raises(Undecided, match=r"has no flask >=99\."):
        Distributions().require(None, "flask>=99")


def test_an_interpreter_is_asked() -> None:
    """Its packages are known afterwards."""
    Distributions().require(Path(sys.executable), "flask", "pytest")
    with pytest.raises(Undecided) as raised:
        Distributions().require(Path(sys.executable), "tea>=2", "milk", "flask")
    assert raised.value.reason == f"{sys.executable} has no tea >=2 and milk."
    assert raised.value.remedy.endswith("-m pip install 'tea>=2' milk")


def test_a_package_installed_meanwhile_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interpreter is asked again if something is missing, but not for each claim of a lab."""
    answers = iter([{}, {"flask-login": "0.6.3"}])
    monkeypatch.setattr(distributions, "_list", lambda _: next(answers))
    known = Distributions()
    for _ in range(2):
        with pytest.raises(Undecided):
            known.require(SOME_PYTHON, "flask-login")
    monkeypatch.setattr(distributions, "STALE_SECONDS", 0.0)
    known.require(SOME_PYTHON, "Flask-Login>=0.6")
    known.require(SOME_PYTHON, "flask-login")


def test_an_interpreter_that_does_not_run_has_no_packages(tmp_path: Path) -> None:
    """That is not an error."""
    with pytest.raises(Undecided, match="has no flask"):
        Distributions().require(tmp_path / "python", "flask")


def test_nothing_can_be_installed_into_the_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the remedy is another interpreter."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(Undecided) as raised:
        Distributions().require(None, "no-such-thing")
    assert "--python" in raised.value.remedy


def test_an_invalid_requirement_is_an_error() -> None:
    """It is a mistake of the author."""
    with pytest.raises(ValueError, match="names no distribution"):
        Distributions().require(None, "flask login")
