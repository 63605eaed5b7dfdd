"""Virtual environments that lie in the project."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.file_access import entries
from server.runner.environments.surroundings import Surroundings

NAMES: Final = (".venv", "venv", "env", ".env")
MARKER: Final = "pyvenv.cfg"
ENTRY_LIMIT: Final = 500


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the environments in the project folder itself."""
    yield from inside(around.project)


def inside(folder: Path) -> Iterator[Path]:
    """Yield the environments in a folder: those of the usual names first, then all others by name."""
    yield from (folder / name for name in NAMES if os.path.isfile(folder / name / MARKER))
    others = entries(folder)[:ENTRY_LIMIT]
    yield from (each for each in others if each.name not in NAMES and os.path.isfile(each / MARKER))
