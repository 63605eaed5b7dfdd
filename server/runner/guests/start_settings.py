"""What the user has set for the starts of one app, and how a start is told of it."""

import os
import shlex
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from server.model.guest import Target, TargetKind
from server.runner.guests.variables import app_variables
from server.runner.targets.programs import arguments_of, split_command
from server.runner.targets.resolve import split_spec

_EARLY: Final = ("PYTHON", "LD_", "DYLD_", "MALLOC_")
_DEFAULT_FILES: Final = ("wsgi.py", "app.py")


@dataclass(frozen=True, kw_only=True, slots=True)
class StartSettings:
    """What one app is started with, besides its interpreter and its limits; empty values change nothing.

    `entry` is what is run in the place of what was opened, `arguments` are those of a factory (as in Python)
    or of a program (as on a command line), `folder` is the working folder. `variables` are environment
    variables beside those that Fumehood has, `secrets` the names of those whose values are shown nowhere.
    """

    entry: str = ""
    arguments: str = ""
    folder: Path | None = None
    variables: dict[str, str] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()

    @property
    def early_variables(self) -> tuple[tuple[str, str], ...]:
        """The variables that Python and the system's loader read before anything else."""
        return tuple((name, value) for name, value in self.variables.items() if name.startswith(_EARLY))

    @property
    def secret_values(self) -> tuple[str, ...]:
        """The values that are shown nowhere."""
        return tuple(value for name, value in self.variables.items() if name in self.secrets)


def load_fields(target: Target, settings: StartSettings) -> dict[str, Any]:
    """Return the fields of the message `load` that say what is run, where, and with which variables."""
    run = with_settings(target, settings)
    folder = settings.folder or target.root
    app, program = run.app, arguments_of(run)
    if folder != target.root:
        # What was relative to the project is no longer found from there.
        program = [_absolute(target.root, word) if place == 0 else word for place, word in enumerate(program)]
        app = _absolute_app(target.root, app)
    return {
        "root": str(target.root),
        "folder": str(folder),
        "app": "" if run.kind is TargetKind.PROGRAM else app,
        "program": program,
        "variables": app_variables(target) | settings.variables,
    }


def with_settings(target: Target, settings: StartSettings) -> Target:
    """Return the target with the entry and the arguments that are set."""
    app = settings.entry or target.app
    if not settings.arguments:
        return replace(target, app=app)
    if target.kind is TargetKind.PROGRAM:
        words = split_command(app) or [""]
        kept = words[:2] if words[0] == "-m" else words[:1]
        return replace(target, app=f"{shlex.join(kept)} {settings.arguments}")
    place, _, name = split_spec(app).partition("\0")
    factory = name.partition("(")[0].strip() or "create_app"
    return replace(target, app=f"{place or _default_file(target.root)}:{factory}({settings.arguments})")


def _absolute_app(root: Path, app: str) -> str:
    place, sign, name = split_spec(app).partition("\0")
    return f"{root / (place or _default_file(root))}{':' if sign else ''}{name}"


def _absolute(root: Path, word: str) -> str:
    return str(root / word) if os.path.isfile(root / word) else word


def _default_file(root: Path) -> str:
    return next((name for name in _DEFAULT_FILES if os.path.isfile(root / name)), _DEFAULT_FILES[-1])
