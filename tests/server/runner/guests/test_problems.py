"""Every way to fail has its sentence."""

from pathlib import Path

import pytest

from server.model.guest import GuestState
from server.runner.guests import problems
from server.runner.requests import problems as request_problems

CODES = ("no-folder", "no-app", "import-error", "no-flask", "no-server", "not-wsgi", "port")


@pytest.mark.parametrize("code", CODES)
def test_each_code_of_the_probe_has_words_of_its_own(code: str) -> None:
    """The probe's codes are known, and each has a remedy."""
    found = problems.load_failed(code, "the last line", "Traceback\nthe last line")
    assert found.code == code
    assert "the last line" in found.cause
    assert found.remedy
    assert found.detail == "the last line\n\nTraceback\nthe last line"


def test_an_unknown_code_is_a_failure() -> None:
    """A code that a newer probe may have is told in general words; its name is not passed on."""
    assert problems.load_failed("<b>", "m", "").code == "failed"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "exit code 0"),
        (2, "exit code 2."),
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
    found = problems.Exited(code=code, output="first\nbad\n")()
    assert words in found.cause
    assert found.remedy


TRACEBACK = (
    'begun\nTraceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nTypeError: old\n'
)


@pytest.mark.parametrize(
    ("code", "output", "starting", "why"),
    [
        (3, "", True, "."),
        (1, TRACEBACK, True, ": TypeError: old"),
        (1, TRACEBACK, False, "."),
        (3, TRACEBACK, True, "."),
        (1, TRACEBACK + "and on\n", True, "."),
        (1, "bad", True, "."),
        (1, "", True, "."),
    ],
)
def test_only_an_uncaught_exception_is_a_cause(code: int, output: str, starting: bool, why: str) -> None:
    """The last line is why a start failed if it ends a traceback that killed it; an older one is output."""
    found = problems.Exited(code=code, output=output, starting=starting)()
    assert found.cause == f"The app's process ended with exit code {code}{why}"
    assert found.detail == output


@pytest.mark.parametrize("code", [3, 0, -11, None])
def test_what_it_was_answering_is_named(code: int | None) -> None:
    """Whatever ended the process, the requests that were open are told."""
    assert "GET /exit" in problems.Exited(code=code, output="", answering=("GET /exit",))().cause


def test_a_module_that_is_not_installed_is_another_interpreters(tmp_path: Path) -> None:
    """A missing module of somebody else's is a matter of the interpreter, one of the app's own is not."""
    message = "ModuleNotFoundError: No module named 'shop.models'"
    assert "--python" in problems.load_failed("import-error", message, "", str(tmp_path)).remedy
    (tmp_path / "shop").mkdir()
    assert "--python" not in problems.load_failed("import-error", message, "", str(tmp_path)).remedy
    assert "--python" not in problems.load_failed("import-error", "NameError: x", "", str(tmp_path)).remedy


def test_nothing_that_the_command_line_reads_speaks_of_a_restart() -> None:
    """What runs for one request cannot be started again."""
    for code in (*CODES, "x"):
        assert "restart" not in problems.load_failed(code, "m", "").remedy.lower()
    for found in (
        problems.Exited(code=3, output="")(),
        problems.channel_broken("x", ""),
        request_problems.no_connection("x"),
    ):
        assert "restart" not in found.remedy.lower()


@pytest.mark.parametrize("state", [GuestState.STARTING, GuestState.CRASHED, GuestState.STOPPED])
def test_who_does_not_serve_says_why(state: GuestState) -> None:
    """Each state has its own sentence and remedy."""
    found = request_problems.not_ready(state, "Shop")
    assert "Shop" in found.cause
    assert found.remedy
