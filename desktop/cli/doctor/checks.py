"""What works here and what does not, each with what would mend it."""

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
from server import resources
from server.runner.targets.interpreters import discover


class CheckState(StrEnum):
    """How a thing is: `lacking` keeps Fumehood from its whole, `absent` only from a convenience."""

    OK = "ok"
    LACKING = "lacking"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that was looked at; `remedy` is empty where nothing needs mending."""

    name: str
    state: CheckState
    detail: str
    remedy: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class InterpreterCheck:
    """An interpreter that guests may run on; None is what it has not."""

    path: str
    python: str
    flask: str | None
    werkzeug: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Everything that `fumehood doctor` tells."""

    version: str
    python: str
    platform: str
    window: bool
    running: bool
    checks: tuple[Check, ...]
    interpreters: tuple[InterpreterCheck, ...]

    def to_json(self) -> dict[str, Any]:
        """The object of docs/schemas/doctor.json."""
        return asdict(self)


_WINDOW: Final[tuple[tuple[str, Callable[[], MissingRequirement | None]], ...]] = (
    ("toolkit", requirements.lack_of_packages),
    ("display", requirements.lack_of_display),
    ("libraries", requirements.lack_of_libraries),
    ("engine", requirements.lack_of_engine),
)


def examine(paths: Paths) -> Health:
    """Look at everything; starts each interpreter once, which takes a second or two."""
    window = tuple(_window_check(name, look) for name, look in _WINDOW)
    checks = (*window, _front_end(), _data_folder(paths), _log_file(paths), *_tools())
    return Health(
        version=version(),
        python=platform.python_version(),
        platform=platform.platform(),
        window=all(check.state is CheckState.OK for check in window),
        running=_running(paths),
        checks=checks,
        interpreters=tuple(
            InterpreterCheck(path=str(one.path), python=one.python, flask=one.flask, werkzeug=one.werkzeug)
            for one in discover()
        ),
    )


def _window_check(name: str, look: Callable[[], MissingRequirement | None]) -> Check:
    lack = look()
    if lack is None:
        return Check(name=name, state=CheckState.OK, detail=_FINE[name]())
    return Check(name=name, state=CheckState.LACKING, detail=lack.cause, remedy=lack.remedy)


def _engine() -> str:
    if chromium_sandbox.switched_off():
        return _("It will start, without its sandbox, because the environment says so.")
    return _("It will start, in its sandbox.")


_FINE: Final[dict[str, Callable[[], str]]] = {
    "toolkit": lambda: _("Installed."),
    "display": lambda: display.platform() or "",
    "libraries": lambda: _("All are here."),
    "engine": _engine,
}


def _front_end() -> Check:
    if resources.find().built:
        return Check(name="front-end", state=CheckState.OK, detail=_("Built."))
    return Check(
        name="front-end",
        state=CheckState.LACKING,
        detail=_("Not built: pages have no style and no script."),
        remedy=_("With a network: uv sync --reinstall-package fumehood"),
    )


def _data_folder(paths: Paths) -> Check:
    return _folder("data-folder", paths, paths.data, paths.data)


def _log_file(paths: Paths) -> Check:
    return _folder("log", paths, paths.logs, paths.logs / log_file.FILE)


def _folder(name: str, paths: Paths, folder: Path, shown: Path) -> Check:
    """Whether something can be written into a folder of ours; `shown` is what is told of it."""
    try:
        paths.make()
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"x")
    except OSError as error:
        return Check(
            name=name,
            state=CheckState.LACKING,
            detail=f"{shown}: {error.strerror}",
            remedy=_("Make room for it, or name another folder in FUMEHOOD_HOME."),
        )
    return Check(name=name, state=CheckState.OK, detail=str(shown))


def _tools() -> Iterator[Check]:
    if sys.platform.startswith("linux"):
        yield _tool("xdg-open", _("Links out would open in no browser. Install xdg-utils."))
    yield _tool(
        "uv", _("Environments with another Flask are made with it. To install it: https://docs.astral.sh/uv/")
    )


def _tool(name: str, remedy: str) -> Check:
    where = shutil.which(name, path=os.environ.get("PATH"))
    if where is None:
        return Check(name=name, state=CheckState.ABSENT, detail=_("Not found."), remedy=remedy)
    return Check(name=name, state=CheckState.OK, detail=where)


def _running(paths: Paths) -> bool:
    try:
        ipc.ask(paths.control, {"command": "ping"}, timeout=2.0)
    except ipc.NoAnswerError:
        return False
    return True
