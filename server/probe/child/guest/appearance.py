"""What a guest sees of how its process was started: the same as under `flask run`."""

from __future__ import annotations

import contextlib
import os
import sys

MARK = "FUMEHOOD_GUEST"
"""The variable by which the host finds the processes of a guest whose supervisor is gone, but for Linux."""


def look_like_flask_run() -> None:
    """Set the command line to that of `flask run`, and hide the host's own variable.

    The variable stays in the environment of the process itself, which the programs that it starts inherit:
    the host must find them, too.
    """
    command = [os.path.join(os.path.dirname(sys.executable), "flask"), "run"]
    sys.argv[:] = command
    if hasattr(sys, "orig_argv"):  # since Python 3.10
        sys.orig_argv[:] = [sys.executable, *command]
    with contextlib.suppress(AttributeError, KeyError):
        environment = os.environ
        del environment._data[environment.encodekey(MARK)]  # type: ignore[attr-defined]  # without unsetenv
