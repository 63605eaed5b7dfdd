"""How a Python script is run: on a named interpreter, on ours, or on the frozen app."""

import sys
from pathlib import Path

FROZEN_SWITCH = "--fumehood-script"
# Set for what the frozen app runs in an interpreter's place: who starts sys.executable there means Python.
AS_PYTHON = "FUMEHOOD_AS_PYTHON"


def script_command(python: Path | None, script: Path, *args: str, options: tuple[str, ...] = ()) -> list[str]:
    """The command that runs `script` with `args` on `python`, None meaning our own interpreter.

    `options` are the interpreter's; the frozen app takes none, for it is isolated as it is.
    """
    if python is None and getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_SWITCH, str(script), *args]
    return [str(python or sys.executable), *options, str(script), *args]


def python_command(python: Path | None, *args: str) -> list[str]:
    """The command that runs an interpreter with `args`, None meaning ours.

    The frozen app is one where AS_PYTHON is set in its environment.
    """
    return [str(python or sys.executable), *args]
