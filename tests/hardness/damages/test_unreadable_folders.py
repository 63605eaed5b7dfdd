"""Folders that a user may not read, in a process whose user the system holds to the permissions."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.fumehood_process import COMMAND, SECONDS, Visitor, environment, link_of
from tests.support.sample_lab import write_lab

APP = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef home():\n    return 'hello'\n"
# The administrator may read everything, unless these rights are given up.
AS_A_USER = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.hardness("unreadable-folders"),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or (os.geteuid() == 0 and shutil.which("setpriv") is None),
        reason="this user may read everything, and setpriv is missing",
    ),
]


class User:
    """A user with a folder `shut` that may not be read, listed or entered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shut = folder / "shut"
        self.shut.mkdir()
        (self.shut / "app.py").write_text(APP)
        self.shut.chmod(0)

    def command(self, *arguments: str) -> tuple[str, ...]:
        """Return a command line that the permissions hold for."""
        return (*(AS_A_USER if os.geteuid() == 0 else ()), *COMMAND, *arguments)

    def run(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            self.command(*arguments),
            env=environment(self.folder / "home", **variables),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """A user, whose folder can be removed afterwards."""
    user = User(tmp_path)
    yield user
    user.shut.chmod(0o700)


def test_doctor_looks_elsewhere(user: User) -> None:
    """Every variable that it follows leads into a folder that may not be entered."""
    names = ("PYENV_ROOT", "VIRTUAL_ENV", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "TMPDIR", "HOME")
    answer = user.run("doctor", "--json", **dict.fromkeys(names, str(user.shut / "x")))
    assert (answer.returncode, answer.stderr) == (0, "")
    health = json.loads(answer.stdout)
    assert {check["name"]: check["state"] for check in health["checks"]}["data-folder"] == "ok"


def test_doctor_names_the_folder_that_cannot_be_made(user: User) -> None:
    """It is not always the one of the data."""
    variables = {"FUMEHOOD_HOME": "", "HOME": str(user.folder), "XDG_CACHE_HOME": str(user.shut)}
    answer = user.run("doctor", "--json", **variables)
    assert answer.returncode == 0
    checks = {check["name"]: check for check in json.loads(answer.stdout)["checks"]}
    assert checks["data-folder"]["detail"].startswith(str(user.shut))
    assert "Permission denied" in checks["data-folder"]["detail"]


@pytest.mark.parametrize("words", ["record shut/app.py /", "record shut /", "record --run shut/app.py /"])
def test_an_app_in_it_is_told_as_such(user: User, words: str) -> None:
    """It is not said that nothing is there."""
    answer = user.run(*words.split())
    assert answer.returncode == 2
    assert "cannot be read: Permission denied." in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_lab_in_it_is_told_as_such(user: User) -> None:
    """Neither is a lab missing that cannot be looked for."""
    answer = user.run("lab", "check", "--text", "shut/lab")
    assert answer.returncode != 0
    assert "shut/lab cannot be used: Permission denied." in answer.stderr


def test_own_labs_beside_it_are_read(user: User) -> None:
    """Nobody is shut out: the handbook shows the labs, and names the folder that could not be searched."""
    own = user.folder / "home" / "data" / "own-labs"
    own.mkdir(parents=True)
    write_lab(own / "first" / "tea")
    (own / "lost+found").mkdir(mode=0)
    (own / "closed").mkdir(mode=0)
    served = subprocess.Popen(
        user.command("serve"),
        env=environment(user.folder / "home"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        page = Visitor(link_of(served)).page("/handbook")
    finally:
        served.terminate()
        _out, errors = served.communicate(timeout=SECONDS)
        (own / "closed").chmod(0o700)
        (own / "lost+found").chmod(0o700)
    assert errors == ""
    assert f"The folder {own / 'closed'} could not be searched for labs: Permission denied." in page
    assert "lost+found" not in page
    assert str(own) in page  # the question whether its lab is trusted
