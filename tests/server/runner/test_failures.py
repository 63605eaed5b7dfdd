"""Every way to fail has its sentence."""

import pytest

from server.model.guest import GuestState
from server.runner import failures, refusals


@pytest.mark.parametrize("code", ["no-app", "import-error", "no-flask", "no-server", "not-wsgi", "port"])
def test_each_code_of_the_probe_has_words_of_its_own(code: str) -> None:
    """The probe's codes are known, and each has a remedy."""
    found = failures.failure(code, "the last line", "Traceback\nthe last line")
    assert found.code == code
    assert "the last line" in found.cause
    assert found.remedy
    assert found.detail == "the last line\n\nTraceback\nthe last line"


def test_an_unknown_code_is_a_failure() -> None:
    """A code that a newer probe may have is told in general words; its name is not passed on."""
    assert failures.failure("<b>", "m", "").code == "failed"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "exit code 0"),
        (2, "exit code 2: bad"),
        (-9, "SIGKILL"),
        (-11, "SIGSEGV"),
        (-6, "SIGABRT"),
        (-15, "SIGTERM"),
        (-24, "SIGXCPU"),
        (-1, "SIGHUP"),
        (-63, "signal 63"),
        (None, "keeper"),
    ],
)
def test_exits_are_told_in_words(code: int | None, words: str) -> None:
    """Exit codes and signals by their names."""
    found = failures.exited(code, "first\nbad\n")
    assert words in found.cause
    assert found.remedy


def test_an_exit_without_a_word_is_told() -> None:
    """No output, no colon."""
    assert failures.exited(3, "").cause == "The app's process ended with exit code 3."


@pytest.mark.parametrize("state", [GuestState.STARTING, GuestState.CRASHED, GuestState.STOPPED])
def test_who_does_not_serve_says_why(state: GuestState) -> None:
    """Each state has its own sentence and remedy."""
    found = refusals.not_ready(state, "Shop")
    assert "Shop" in found.cause
    assert found.remedy
