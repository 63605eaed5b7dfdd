"""The command and the variable that make Python run a script."""

import sys
from pathlib import Path

import pytest

from desktop import __main__
from server.runner.processes.environment import guest_environment
from server.runner.processes.python_command import AS_PYTHON, python_command, script_command
from tests.support.runner.our_variables import OURS


def test_a_script_runs_on_the_given_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a given interpreter, on ours, or on the frozen app with its hidden option."""
    script = Path("/x/boot.py")
    assert script_command(Path("/p"), script, "a", options=("-I",)) == ["/p", "-I", "/x/boot.py", "a"]
    assert script_command(None, script) == [sys.executable, "/x/boot.py"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    frozen = script_command(None, script, "a", options=("-I",))
    assert frozen == [sys.executable, "--fumehood-script", "/x/boot.py", "a"]
    assert script_command(Path("/p"), script) == ["/p", "/x/boot.py"]


def test_the_frozen_app_acts_as_an_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where it is frozen, and only in place of our own interpreter, the variable is set."""
    assert AS_PYTHON not in guest_environment(base=OURS)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert guest_environment(base=OURS)[AS_PYTHON]
    assert AS_PYTHON == __main__.AS_PYTHON
    assert python_command(None, "-c", "1") == [sys.executable, "-c", "1"]
    assert python_command(Path("/p"), "-m", "x") == ["/p", "-m", "x"]
