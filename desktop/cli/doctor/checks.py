"""The checks of `fumehood doctor`, each with a remedy."""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from desktop.cli.version import version
from desktop.shell import log_file
from desktop.shell.i18n import _
from desktop.shell.paths import Paths
from desktop.shell.preflight import chromium_sandbox, display, requirements
from desktop.shell.preflight.requirements import MissingRequirement
from desktop.shell.process import ipc
from desktop.workbench.app_info import fumehood
from server import resources
from server.runner.targets.interpreters import discover_interpreters


class CheckState(StrEnum):
    """The result of a check: `lacking` disables a part of Fumehood, `absent` only a convenience."""

    OK = "ok"
    LACKING = "lacking"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One check; `remedy` is empty where nothing needs to be fixed."""

    name: str
    state: CheckState
    detail: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class InterpreterCheck:
    """An interpreter that guests may run on; None stands for a package that it lacks."""

    path: str
    python: str
    flask: str | None
    werkzeug: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Everything that `fumehood doctor` reports."""

    version: str
    python: str
    platform: str
    window: bool
    running: bool
    checks: tuple[Check, ...]
    interpreters: tuple[InterpreterCheck, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the object described by docs/schemas/doctor.json."""
        return asdict(self)


_WINDOW: Final[tuple[tuple[str, Callable[[], MissingRequirement | None]], ...]] = (
    ("toolkit", requirements.missing_packages),
    ("display", requirements.missing_display),
    ("libraries", requirements.missing_libraries),
    ("engine", lambda: requirements.missing_sandbox(fumehood())),
)


def examine(paths: Paths) -> Health:
    """Run every check; starts each interpreter once, which takes a second or two."""
    window = tuple(_window_check(name, check) for name, check in _WINDOW)
    checks = (*window, _front_end(), _data_folder(paths), _log_file(paths), *_tools())
    return Health(
        version=version(),
        python=platform.python_version(),
        platform=platform.platform(),
        window=all(check.state is CheckState.OK for check in window),
        running=_running(paths),
        checks=checks,
        interpreters=tuple(
            InterpreterCheck(
                path=str(interpreter.path),
                python=interpreter.python,
                flask=interpreter.flask,
                werkzeug=interpreter.werkzeug,
            )
            for interpreter in discover_interpreters()
        ),
    )


def _window_check(name: str, check: Callable[[], MissingRequirement | None]) -> Check:
    missing = check()
    if missing is None:
        return Check(name=name, state=CheckState.OK, detail=_FINE[name]())
    return Check(name=name, state=CheckState.LACKING, detail=missing.cause, remedy=missing.remedy)


def _engine() -> str:
    if chromium_sandbox.switched_off():
        return _("It will start without its sandbox, because the environment switches that off.")
    return _("It will start in its sandbox.")


_FINE: Final[dict[str, Callable[[], str]]] = {
    "toolkit": lambda: _("Installed."),
    "display": lambda: display.platform() or "",
    "libraries": lambda: _("All are installed."),
    "engine": _engine,
}


def _front_end() -> Check:
    if resources.find().built:
        return Check(name="front-end", state=CheckState.OK, detail=_("Built."))
    return Check(
        name="front-end",
        state=CheckState.LACKING,
        detail=_("Not built: pages have no style and no scripts."),
        remedy=_("With a network: uv sync --reinstall-package fumehood"),
    )


def _data_folder(paths: Paths) -> Check:
    return _folder("data-folder", paths, paths.data, paths.data)


def _log_file(paths: Paths) -> Check:
    return _folder("log", paths, paths.logs, log_file.log_path(fumehood(), paths.logs))


def _folder(name: str, paths: Paths, folder: Path, shown: Path) -> Check:
    """Check that a folder of ours is writable; `shown` is the path in the report."""
    try:
        paths.make()
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"x")
    except OSError as error:
        return Check(
            name=name,
            state=CheckState.LACKING,
            # It may be another of our folders that cannot be made.
            detail=f"{error.filename or shown}: {error.strerror}",
            remedy=_("Free some disk space, or name another folder in FUMEHOOD_HOME."),
        )
    return Check(name=name, state=CheckState.OK, detail=str(shown))


def _tools() -> Iterator[Check]:
    if sys.platform.startswith("linux"):
        yield _tool("xdg-open", _("External links will not open in a browser. Install xdg-utils."))
    yield _tool(
        "uv",
        _("It creates environments with other versions of Flask. To install it: https://docs.astral.sh/uv/"),
    )


def _tool(name: str, remedy: str) -> Check:
    where = shutil.which(name, path=os.environ.get("PATH"))
    if where is None:
        return Check(name=name, state=CheckState.ABSENT, detail=_("Not found."), remedy=remedy)
    return Check(name=name, state=CheckState.OK, detail=where)


def _running(paths: Paths) -> bool:
    try:
        ipc.ask(paths.ipc, {"command": "ping"}, timeout=2.0)
    except ipc.NoAnswerError:
        return False
    return True
