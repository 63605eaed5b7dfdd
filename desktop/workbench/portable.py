"""Data beside the program: for an unpacked archive in a home folder or on a USB stick."""

import os
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = "portable"


def program_folder() -> Path | None:
    """Return the folder of the unpacked program; None where Fumehood runs on a Python of its own."""
    return Path(sys.executable).resolve().parent if getattr(sys, "frozen", False) else None


def portable_folder() -> Path | None:
    """Return the folder that holds data, logs and cache of the portable program; None where there is none."""
    program = program_folder()
    folder = program / FOLDER if program is not None else None
    return folder if folder is not None and os.path.isdir(folder) else None


def make_portable() -> bool:
    """Create that folder, so that this and every later start uses it; False where there is no program folder.

    OSError where it cannot be created.
    """
    program = program_folder()
    if program is None:
        return False
    (program / FOLDER).mkdir(mode=0o700, exist_ok=True)
    return True
