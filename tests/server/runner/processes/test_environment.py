"""The environment of guests and programs is the user's, without our own variables."""

import os
import sys
from pathlib import Path

import pytest

from server.runner.processes.environment import guest_environment, own_script_environment, program_environment
from server.runner.processes.python_command import AS_PYTHON
from tests.support.runner.our_variables import OURS


def test_our_own_variables_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the bundle's loader, of Qt or of our `flask run` reaches a guest."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    variables = guest_environment(Path("/usr/bin/python3"), base=OURS)
    assert not variables.keys() & OURS.keys()
    assert AS_PYTHON not in variables


def test_the_users_variables_are_passed_on() -> None:
    """They include FLASK_ settings of the app, and those of coverage."""
    theirs = {
        "HOME": "/home/ada",
        "DATABASE_URL": "sqlite://",
        "FLASK_SECRET_KEY": "dev",
        "COVERAGE_PROCESS_CONFIG": "x",
        "LD_LIBRARY_PATH": "/usr/local/cuda",
        "PYTHONPATH": "/home/ada/lib",
    }
    variables = guest_environment(base=theirs)
    assert theirs.items() <= variables.items()
    assert variables["PYTHONUNBUFFERED"] == "1"
    assert variables["FLASK_RUN_FROM_CLI"] == "true"


def test_the_loaders_original_comes_back() -> None:
    """What the user had in LD_LIBRARY_PATH before the bundle started is what a guest gets."""
    variables = guest_environment(base={"LD_LIBRARY_PATH": "/opt/f", "LD_LIBRARY_PATH_ORIG": "/usr/cuda"})
    assert variables["LD_LIBRARY_PATH"] == "/usr/cuda"
    assert "LD_LIBRARY_PATH" not in guest_environment(
        base={"LD_LIBRARY_PATH": "/opt/f", "LD_LIBRARY_PATH_ORIG": ""}
    )


def test_the_virtual_environment_of_the_guest_is_active(tmp_path: Path) -> None:
    """It is first on PATH, and the one that Fumehood was started from is gone."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (tmp_path / "pyvenv.cfg").write_text("")
    base = {"PATH": f"/ours/bin{os.pathsep}/usr/bin", "VIRTUAL_ENV": "/ours"}
    variables = guest_environment(bin_folder / "python", base)
    assert variables["VIRTUAL_ENV"] == str(tmp_path)
    assert variables["PATH"] == f"{bin_folder}{os.pathsep}/usr/bin"
    bare = guest_environment(Path("/usr/bin/python3"), base)
    assert "VIRTUAL_ENV" not in bare
    assert bare["PATH"] == "/usr/bin"


def test_scripts_of_ours_get_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the variables of the bundle's loader are removed."""
    monkeypatch.setenv("_PYI_X", "1")
    monkeypatch.setenv("FUMEHOOD_X", "1")
    variables = own_script_environment()
    assert "_PYI_X" not in variables
    assert variables["FUMEHOOD_X"] == "1"


def test_a_program_runs_as_in_a_terminal() -> None:
    """`app.run()` works, and no compiled file is written."""
    variables = program_environment(None, base={"HOME": "/home/ada", "FLASK_APP": "ours.py"})
    assert "FLASK_RUN_FROM_CLI" not in variables
    assert variables["PYTHONDONTWRITEBYTECODE"]
    assert (variables["HOME"], "FLASK_APP" in variables) == ("/home/ada", False)
