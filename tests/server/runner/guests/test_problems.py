"""The problems of starting and running a guest."""

from pathlib import Path

import pytest

from server.runner.guests import problems
from server.runner.requests import problems as request_problems

CODES = (
    "no-folder",
    "no-app",
    "import-error",
    "no-flask",
    "no-server",
    "not-wsgi",
    "port",
    "no-program",
    "no-server-started",
    "program-error",
    "serves-at-import",
)


@pytest.mark.parametrize("code", CODES)
def test_each_code_of_the_probe_has_a_problem(code: str) -> None:
    """Each code of the channel has a cause and a remedy."""
    problem = problems.load_failed(code, "the last line", "Traceback\nthe last line")
    assert problem.code == code
    assert "the last line" in problem.cause
    assert problem.remedy
    assert problem.detail == "the last line\n\nTraceback\nthe last line"


def test_an_unknown_code_is_a_general_problem() -> None:
    """The code of a newer probe is not passed on."""
    assert problems.load_failed("<b>", "m", "").code == "failed"


@pytest.mark.parametrize(
    ("output", "lost", "remedy"),
    [
        ("", 0, "It printed nothing."),
        ("bad\n", 0, "What it printed may say why."),
        (" \n", 1, "It printed nothing. The task that it was running is shown as lost."),
        ("bad", 3, "What it printed may say why. The 3 tasks that it was running are shown as lost."),
    ],
)
def test_the_end_of_a_worker_says_no_more_than_is_there(output: str, lost: int, remedy: str) -> None:
    """Its output is named only if it printed something, and tasks only if it was running some."""
    assert problems.worker_ended(3, output, lost).remedy == remedy


@pytest.mark.parametrize(
    ("code", "text"),
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
        (None, "supervisor"),
    ],
)
def test_exit_codes_and_signals_are_named(code: int | None, text: str) -> None:
    """Signals are shown by their names."""
    problem = problems.Exited(code=code, output="first\nbad\n")()
    assert text in problem.cause
    assert problem.remedy


TRACEBACK = (
    'started\nTraceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nTypeError: old\n'
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
def test_an_uncaught_exception_is_the_cause(code: int, output: str, starting: bool, why: str) -> None:
    """The last line of the output is the cause if it ends the traceback that ended the start."""
    problem = problems.Exited(code=code, output=output, starting=starting)()
    assert problem.cause == f"The app's process ended with exit code {code}{why}"
    assert problem.detail == output


@pytest.mark.parametrize(
    ("code", "output", "remedy"),
    [
        (3, "bad\n", "What it printed may say why."),
        (-11, "bad\n", "What it printed may say why."),
        (3, "\n", "It printed nothing."),
        (-9, "", "It printed nothing."),
        (-11, "", "PYTHONFAULTHANDLER"),
    ],
)
def test_the_output_is_named_if_there_is_any(code: int, output: str, remedy: str) -> None:
    """An app that crashed in silence can be made to print where."""
    assert remedy in problems.Exited(code=code, output=output)().remedy


@pytest.mark.parametrize("code", [3, 0, -11, None])
def test_open_requests_are_named(code: int | None) -> None:
    """Whatever ended the process, the requests that were open are named."""
    assert "GET /exit" in problems.Exited(code=code, output="", answering=("GET /exit",))().cause


def test_silence_since_a_request_began_is_said() -> None:
    """What was printed before that says nothing about the request."""
    assert (
        problems.Exited(code=3, output="", answering=("GET /exit",))().remedy
        == "It printed nothing since then."
    )


def test_a_factory_that_raises_was_imported() -> None:
    """The message does not say that the import failed; the remedy depends on the error as there."""
    problem = problems.load_failed("factory-error", "RuntimeError: no configuration", "")
    assert problem.code == "import-error"
    assert (
        problem.cause == "The function that creates the app raised an error: RuntimeError: no configuration"
    )
    missing = problems.load_failed("factory-error", "ModuleNotFoundError: No module named 'nosuch'", "")
    assert missing.remedy.startswith("Install nosuch")


def test_a_module_that_is_not_installed_suggests_another_interpreter(tmp_path: Path) -> None:
    """A module that is missing in the app itself does not."""
    message = "ModuleNotFoundError: No module named 'shop.models'"
    assert "--python" in problems.load_failed("import-error", message, "", str(tmp_path)).remedy
    (tmp_path / "shop").mkdir()
    assert "--python" not in problems.load_failed("import-error", message, "", str(tmp_path)).remedy
    assert "--python" not in problems.load_failed("import-error", "NameError: x", "", str(tmp_path)).remedy


def test_a_missing_part_of_a_package_suggests_another_version() -> None:
    """Python names the first part that is missing, so the package itself is installed."""
    remedy = problems.load_failed(
        "import-error", "ModuleNotFoundError: No module named 'flask.typing'", ""
    ).remedy
    assert remedy.startswith("Install the version of flask that the app asks for")


def test_the_apps_own_last_line_is_named_where_a_traceback_ends_in_a_library() -> None:
    """Libraries are outside of the folder, or in an environment inside of it."""
    own = 'Traceback (most recent call last):\n  File "/app/shop.py", line 7, in <module>\n    Flask()\n'
    for library in ("/usr/lib/python3/flask.py", "/app/.venv/lib/site-packages/flask.py"):
        text = f'{own}  File "{library}", line 9, in f\n    x()\nTypeError: x'
        for code in ("import-error", "program-error"):
            remedy = problems.load_failed(code, "TypeError: x", text, "/app").remedy
            assert remedy.endswith("The app's own last line in it is shop.py:7.")
    assert problems.load_failed("import-error", "E", own, "/app").remedy.startswith("Fix the line at the end")


def test_a_variable_that_the_app_needs_is_named() -> None:
    """`os.environ["NAME"]` raises a KeyError; that of another dictionary is a mistake in the app."""
    message, line = "KeyError: 'SERVER_NAME'", "  File {}, line 714, in __getitem__"
    for place in ('"/usr/lib/python3.9/os.py"', '"<frozen os>"'):
        remedy = problems.load_failed("import-error", message, line.format(place)).remedy
        assert remedy.startswith("Set the environment variable SERVER_NAME")
    other = problems.load_failed("import-error", message, line.format('"/app/photos.py"')).remedy
    assert "variable" not in other


def test_no_remedy_on_the_command_line_suggests_a_restart() -> None:
    """An app that runs for one request cannot be restarted."""
    for code in (*CODES, "x"):
        assert "restart" not in problems.load_failed(code, "m", "").remedy.lower()
    for problem in (
        problems.Exited(code=3, output="")(),
        problems.channel_broken("x", ""),
        request_problems.no_connection("x"),
    ):
        assert "restart" not in problem.remedy.lower()


def test_what_an_app_printed_comes_first() -> None:
    """An app that ended itself is explained by what it printed before, which precedes the traceback."""
    problem = problems.load_failed(
        "import-error",
        "The app exited while it was imported: SystemExit: 1",
        "Traceback\nSystemExit: 1",
        output="Please set DATABASE_URL first\n",
    )
    assert problem.cause == "The app ended itself while it was imported: SystemExit: 1"
    assert problem.remedy == "What it printed may say why."
    assert problem.detail.startswith("Please set DATABASE_URL first\n\nTraceback")
