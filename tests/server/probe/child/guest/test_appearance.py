"""Tests of what a guest sees of how its process was started."""

import os
import subprocess
import sys

import pytest

from server.probe.child.guest import appearance
from server.runner.processes import process_mark


def test_the_command_line_is_that_of_flask_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apps look for `run` or for the name of the command."""
    monkeypatch.setattr(sys, "argv", ["boot.py"])
    monkeypatch.setattr(sys, "orig_argv", ["python", "boot.py"])
    appearance.look_like_flask_run()
    assert [os.path.basename(part) for part in sys.argv] == ["flask", "run"]
    assert sys.orig_argv == [sys.executable, *sys.argv]


def test_the_mark_is_hidden_from_the_guest_and_not_from_its_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host finds processes by it whose supervisor is gone."""
    assert appearance.MARK == process_mark.VARIABLE
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setattr(sys, "orig_argv", [])
    monkeypatch.setenv(appearance.MARK, "7")
    appearance.look_like_flask_run()
    assert appearance.MARK not in os.environ
    code = f"import os; print(os.environ.get({appearance.MARK!r}))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout == "7\n"
    os.unsetenv(appearance.MARK)
