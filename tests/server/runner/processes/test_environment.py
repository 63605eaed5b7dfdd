"""A guest's environment is the user's, without what is ours."""

import os
import sys
from pathlib import Path

import pytest

from desktop import __main__
from server.runner.processes.environment import guest_environment, own_script_environment, program_environment
from server.runner.processes.python_command import AS_PYTHON, python_command, script_command

OURS = {
    "LD_LIBRARY_PATH": "/opt/fumehood/_internal",
    "QT_QPA_PLATFORM": "xcb",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--x",
    "_PYI_APPLICATION_HOME_DIR": "/opt/fumehood",
    "PYTHONHOME": "/opt/fumehood",
    "FUMEHOOD_ANYTHING": "1",
    "FLASK_APP": "ours.py",
    "FLASK_DEBUG": "1",
    "FLASK_RUN_PORT": "80",
    "WERKZEUG_RUN_MAIN": "true",
    "PYTEST_CURRENT_TEST": "t",
}


def test_what_is_ours_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the bundle's loader, of Qt or of a Flask run from reaches a guest."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    found = guest_environment(Path("/usr/bin/python3"), base=OURS)
    assert not found.keys() & OURS.keys()
    assert AS_PYTHON not in found


def test_what_is_the_users_stays() -> None:
    """The rest, FLASK_ settings of the app and coverage's own among them, is passed on."""
    theirs = {
        "HOME": "/home/ada",
        "DATABASE_URL": "sqlite://",
        "FLASK_SECRET_KEY": "dev",
        "COVERAGE_PROCESS_CONFIG": "x",
        "LD_LIBRARY_PATH": "/usr/local/cuda",
        "PYTHONPATH": "/home/ada/lib",
    }
    found = guest_environment(base=theirs)
    assert theirs.items() <= found.items()
    assert found["PYTHONUNBUFFERED"] == "1"
    assert found["FLASK_RUN_FROM_CLI"] == "true"


def test_the_loaders_original_comes_back() -> None:
    """What the user had in LD_LIBRARY_PATH before the bundle started is what a guest gets."""
    found = guest_environment(base={"LD_LIBRARY_PATH": "/opt/f", "LD_LIBRARY_PATH_ORIG": "/usr/cuda"})
    assert found["LD_LIBRARY_PATH"] == "/usr/cuda"
    assert "LD_LIBRARY_PATH" not in guest_environment(
        base={"LD_LIBRARY_PATH": "/opt/f", "LD_LIBRARY_PATH_ORIG": ""}
    )


def test_the_guests_environment_is_active(tmp_path: Path) -> None:
    """Its virtual environment is first on PATH, and the one we were started from is gone."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (tmp_path / "pyvenv.cfg").write_text("")
    base = {"PATH": f"/ours/bin{os.pathsep}/usr/bin", "VIRTUAL_ENV": "/ours"}
    found = guest_environment(bin_folder / "python", base)
    assert found["VIRTUAL_ENV"] == str(tmp_path)
    assert found["PATH"] == f"{bin_folder}{os.pathsep}/usr/bin"
    bare = guest_environment(Path("/usr/bin/python3"), base)
    assert "VIRTUAL_ENV" not in bare
    assert bare["PATH"] == "/usr/bin"


def test_the_keeper_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keeper keeps our environment but for the loader's."""
    monkeypatch.setenv("_PYI_X", "1")
    monkeypatch.setenv("FUMEHOOD_X", "1")
    found = own_script_environment()
    assert "_PYI_X" not in found
    assert found["FUMEHOOD_X"] == "1"


def test_scripts_run_on_what_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A named interpreter, ours, or the frozen app by its hidden switch."""
    script = Path("/x/boot.py")
    assert script_command(Path("/p"), script, "a", options=("-I",)) == ["/p", "-I", "/x/boot.py", "a"]
    assert script_command(None, script) == [sys.executable, "/x/boot.py"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    frozen = script_command(None, script, "a", options=("-I",))
    assert frozen == [sys.executable, "--fumehood-script", "/x/boot.py", "a"]
    assert script_command(Path("/p"), script) == ["/p", "/x/boot.py"]


def test_what_the_bundle_starts_takes_it_for_a_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only there and only on our own interpreter is the app told to be one."""
    assert AS_PYTHON not in guest_environment(base=OURS)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert guest_environment(base=OURS)[AS_PYTHON]
    assert AS_PYTHON == __main__.AS_PYTHON
    assert python_command(None, "-c", "1") == [sys.executable, "-c", "1"]
    assert python_command(Path("/p"), "-m", "x") == ["/p", "-m", "x"]


def test_a_program_runs_as_in_a_terminal() -> None:
    """An `app.run()` does what it says there, and no compiled file is left."""
    found = program_environment(None, base={"HOME": "/home/ada", "FLASK_APP": "ours.py"})
    assert "FLASK_RUN_FROM_CLI" not in found
    assert found["PYTHONDONTWRITEBYTECODE"]
    assert (found["HOME"], "FLASK_APP" in found) == ("/home/ada", False)
