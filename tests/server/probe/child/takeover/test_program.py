"""Tests of programs that are run as Python's command line runs them."""

import json
from pathlib import Path

import pytest

from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import APPS

pytestmark = pytest.mark.slow

PROGRAMS = APPS / "programs"
FILE = str(PROGRAMS / "below_main.py")


@pytest.mark.parametrize(
    ("program", "first_argument"),
    [
        (["below_main.py", "--port", "80"], "below_main.py"),
        (["-m", "below_main", "--port", "80"], FILE),
    ],
)
def test_a_program_is_main_with_its_own_arguments(
    load: LoadApp, program: list[str], first_argument: str
) -> None:
    """Name, file, arguments and path are those that Python gives it."""
    host, message = load("", PROGRAMS, program=program)
    assert message["type"] == "ready", message
    assert json.loads(host.fetch("GET", "/").body) == {
        "name": "__main__",
        "file": FILE,
        "arguments": [first_argument, "--port", "80"],
        "path": str(PROGRAMS),
    }


def test_a_script_of_the_environment_is_run(load: LoadApp) -> None:
    """`flask run` finds the app and its server is taken over."""
    host, message = load("", PROGRAMS, program=["flask", "--app", "below_main:make", "run", "--reload"])
    assert message["type"] == "ready", message
    assert b'"name":"below_main"' in host.fetch("GET", "/").body


@pytest.mark.parametrize(
    ("program", "code", "text", "printed"),
    [
        (["needs_arguments.py"], "no-server-started", "ended with exit code 2.", "required: what"),
        (["needs_arguments.py", "end"], "no-server-started", "ended with exit code 0.", "nothing to serve"),
        (["needs_arguments.py", "fail"], "program-error", "RuntimeError: no configuration", ""),
        (["no_such_script"], "no-program", "no_such_script is neither a file", ""),
        (["-m", "no_such_module"], "no-program", "No module named no_such_module", ""),
    ],
)
def test_a_program_without_a_server_is_explained(
    load: LoadApp, program: list[str], code: str, text: str, printed: str
) -> None:
    """The reason, and what it printed."""
    host, message = load("", PROGRAMS, program=program)
    assert (message["type"], message["code"]) == ("failed", code)
    assert text in message["message"]
    assert host.wait_for_exit() == 3
    host.wait_for_output(printed)


def test_the_exit_code_is_the_programs_own_after_its_server(load: LoadApp, tmp_path: Path) -> None:
    """What it does after its server has ended happens, and an exception has no frame of the probe."""
    (tmp_path / "shop.py").write_text(
        "from flask import Flask\napp = Flask(__name__)\napp.run()\nraise SystemExit('closed')\n"
    )
    host, _ = load("", tmp_path, program=["shop.py"])
    host.connection.shutdown(2)
    assert host.wait_for_exit() == 1
    assert "closed" in host.wait_for_output("closed")
