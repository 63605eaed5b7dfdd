"""Start the program again, in the place of this process."""

import os
import sys
from typing import NoReturn


def relaunch() -> NoReturn:
    """Replace this process by a new one with the same arguments; everything must have ended before."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own program
