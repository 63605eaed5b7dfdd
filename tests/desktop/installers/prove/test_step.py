"""A step works, does not work, or is not tried, and says why."""

import subprocess
from collections.abc import Callable

import pytest

from desktop.installers.prove.step import NotProvedError, NotTriedError, attempt, expect


def raising(error: Exception) -> Callable[[], None]:
    """Return a step that ends so."""

    def step() -> None:
        raise error

    return step


@pytest.mark.parametrize(
    ("action", "outcome", "reason"),
    [
        (lambda: None, "ok", ""),
        (raising(NotTriedError("no display")), "not tried", "no display"),
        (raising(NotProvedError("0 claims")), "failed", "0 claims"),
        (raising(FileNotFoundError(2, "No such file", "x")), "failed", "x"),
        (raising(subprocess.CalledProcessError(3, ["x"], stderr="no\nroom")), "failed", "no room"),
        (raising(subprocess.CalledProcessError(3, ["x"], stderr=b"no room")), "failed", "no room"),
    ],
)
def test_a_step_has_an_outcome(action: Callable[[], object], outcome: str, reason: str) -> None:
    """What a program said is part of the reason; only what was tried can fail."""
    tried = attempt("deb", "runs", action)
    assert (tried.format, tried.step, tried.outcome) == ("deb", "runs", outcome)
    assert reason in tried.reason
    assert tried.failed == (outcome == "failed")


def test_what_is_expected_may_be_missing() -> None:
    """The text says what there was instead."""
    expect(True, "never said")
    with pytest.raises(NotProvedError, match="2 claims"):
        expect(False, "2 claims")
