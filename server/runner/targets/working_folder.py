"""The working folder of an app of which only a file is named."""

import os
from pathlib import Path
from typing import Final

from server.file_access import home

MARKERS: Final = (
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "requirements.txt",
    "Pipfile",
    "environment.yml",
    ".flaskenv",
    ".env",
    ".git",
    ".hg",
)
LEVELS: Final = 8


def project_folder(file: Path) -> Path:
    """Return the nearest folder around a file that looks like a project's; the file's own if none does.

    The folder of a package is no project, and the home folder with its settings is none either.
    """
    for folder in file.parents[:LEVELS]:
        if folder in (home(), Path(folder.anchor)):
            break
        if any(os.path.exists(folder / marker) for marker in MARKERS):
            return folder
    return file.parent
