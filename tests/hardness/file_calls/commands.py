"""The commands, in this process and with a user's folders of their own."""

import io
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from desktop.cli import lab_targets, startup
from desktop.cli.main import run
from desktop.shell import log_file
from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.isolated_reader import read_in_isolation
from server.handbook.lint import report
from server.model.exit_code import ExitCode
from server.store import Store
from tests.hardness.file_calls.trial import Action
from tests.support.handbook_client import SAMPLE_LABS
from tests.support.sample_lab import write_lab

APP = "from flask import Flask\napp = Flask(__name__)\n@app.post('/')\ndef home():\n    return 'hello'\n"
# An interpreter that answers at once.
PYTHON = """#!/bin/sh
echo '{"version": [3, 12, 1], "prefix": "/no/such", "found": {"flask": "3.1.3", "werkzeug": null}}'
"""


class Commands:
    """Runs the command line with the user's folders below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def actions(self, *, long: bool) -> Iterator[Action]:
        """Yield every command; with `long` also those that take seconds each time."""
        app = str(self._folder / "project" / "app.py")
        lab = str(self._folder / "own" / "tea")
        yield self._action("doctor", least=(ExitCode.OK,))
        yield self._action("doctor", "--json", least=(ExitCode.OK,))
        yield self._action("link")
        yield self._action("lab", "new", str(self._folder / "new"), prepare=self._without_new)
        yield self._action("lab", "check", "--text", lab)
        yield Action(name="read a lab in isolation", run=lambda: repr(read_in_isolation([Path(lab)])))
        yield self._action("record", f"{app}x", "/")
        yield self._action("record", "mod:app", "/")
        yield self._action("record", "lab:nothing", "/")
        yield self._action("record", app, "/", "-d", f"@{self._folder / 'no data'}")
        yield self._action("serve")
        yield self._action(app)
        yield self._action("lab:visits")
        own = ("--python", "fumehood", "--start-timeout", "20")
        data = f"@{self._folder / 'data.txt'}"
        yield self._action("record", app, "/", "-d", data, *own)
        if long:
            yield self._action("record", app, "/", "-F", f"file={data}", *own)
            yield self._action("record", "--run", f"{app} --x", "/", *own)
            yield self._action("record", "lab:visits", "/")
            yield self._action("prove", "visits")
            yield self._action("lab", "check", lab)

    def _action(
        self, *words: str, prepare: Callable[[], None] = lambda: None, least: tuple[int, ...] = ()
    ) -> Action:
        return Action(name=" ".join(words), run=lambda: self._run(words, least), prepare=prepare)

    def _run(self, words: tuple[str, ...], allowed: tuple[int, ...]) -> str:
        """Run a command, and return what it printed; AssertionError for an exit code that is not allowed."""
        shown = io.StringIO()
        try:
            with redirect_stdout(shown), redirect_stderr(shown):
                code: object = run(words)
        except SystemExit as ended:
            code = ended.code
        finally:
            log_file.stop()
        text = shown.getvalue()
        assert code == 0 or text.strip(), f"nothing was said with exit code {code}"
        assert not allowed or code in allowed, f"exit code {code}: {text}"
        return text

    def _without_new(self) -> None:
        shutil.rmtree(self._folder / "new", ignore_errors=True)


def _open_catalogue(store: Store, data: Path) -> Catalogue:
    """Return the two sample labs, which are read faster than all of ours."""
    return Catalogue((SAMPLE_LABS,))


@contextmanager
def commands(folder: Path) -> Iterator[Commands]:
    """Yield the commands for a new user, whose interpreters answer at once, without a display."""
    project, programs = folder / "project", folder / "bin"
    for path in (project, programs):
        path.mkdir()
    (project / "app.py").write_text(APP)
    (folder / "data.txt").write_text("x=1")
    write_lab(folder / "own" / "tea")
    python = programs / "python3"
    python.write_text(PYTHON)
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    variables = {"FUMEHOOD_HOME": str(folder / "user"), "PATH": str(programs), "HOME": str(folder / "home")}
    here = os.getcwd()
    os.chdir(project)
    try:
        with (
            mock.patch.dict(os.environ, variables),
            mock.patch.object(startup, "wait_for"),
            mock.patch.object(startup, "stop_on_signals"),
            mock.patch.object(lab_targets, "Catalogue", return_value=Catalogue((SAMPLE_LABS,))),
            mock.patch.object(lab_targets, "open_catalogue", _open_catalogue),
            mock.patch.object(sys, "argv", ["fumehood"]),
            # Reading in another process takes a second, so only one action does it.
            mock.patch.object(report, "read_in_isolation", dict.fromkeys),
            mock.patch.object(report, "LABS", SAMPLE_LABS),
        ):
            for name in ("DISPLAY", "WAYLAND_DISPLAY", "VIRTUAL_ENV", "PYENV_ROOT"):
                os.environ.pop(name, None)
            yield Commands(folder)
    finally:
        os.chdir(here)
