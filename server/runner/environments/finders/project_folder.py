"""Virtual environments that lie in the project."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.runner.environments.surroundings import Surroundings

NAMES: Final = (".venv", "venv", "env", ".env")
MARKER: Final = "pyvenv.cfg"
ENTRY_LIMIT: Final = 500


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the environments in the project folder itself."""
    yield from inside(around.project)


def inside(folder: Path) -> Iterator[Path]:
    """Yield the environments in a folder: those of the usual names first, then all others by name."""
    yield from (folder / name for name in NAMES if (folder / name / MARKER).is_file())
    try:
        entries = sorted(folder.iterdir())[:ENTRY_LIMIT]
    except OSError:
        return
    yield from (each for each in entries if each.name not in NAMES and (each / MARKER).is_file())
