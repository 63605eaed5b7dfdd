"""Builds the command that runs a Python script: on a given interpreter, on ours, or on the frozen app."""

import sys
from pathlib import Path

FROZEN_SWITCH = "--fumehood-script"
# Set where the frozen app runs in place of an interpreter: starting sys.executable then means starting
# Python.
AS_PYTHON = "FUMEHOOD_AS_PYTHON"


def script_command(python: Path | None, script: Path, *args: str, options: tuple[str, ...] = ()) -> list[str]:
    """Return the command that runs `script` with `args` on `python`; None means our own interpreter.

    `options` are for the interpreter; the frozen app takes none, because it is isolated already.
    """
    if python is None and getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_SWITCH, str(script), *args]
    return [str(python or sys.executable), *options, str(script), *args]


def python_command(python: Path | None, *args: str) -> list[str]:
    """Return the command that runs an interpreter with `args`; None means our own.

    The frozen app acts as one if AS_PYTHON is set in its environment.
    """
    return [str(python or sys.executable), *args]
