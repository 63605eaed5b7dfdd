"""What the finders of environments look at: the project, the environment variables, the home folder."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.file_access import ERRORS, beginning, expanded

OTHERS_MAY_WRITE: Final = 0o002
LEVELS: Final = 8
READ_BYTES: Final = 64 << 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """A project with the user around it. `own_prefix` is the environment that Fumehood runs in."""

    project: Path
    variables: Mapping[str, str]
    home: Path
    own_prefix: Path

    def folders(self) -> Iterator[Path]:
        """Yield the project and the folders above it, the nearest first.

        Stop below the home folder and at a folder that another user may write to: what others put there must
        not run.
        """
        yield self.project
        for folder in self.project.parents[:LEVELS]:
            if folder in (self.home, Path(folder.anchor)) or not is_private(folder):
                return
            yield folder

    def path_of(self, name: str) -> Path | None:
        """Return the absolute path in an environment variable; None if it is not set or relative."""
        value = self.variables.get(name, "")
        path = expanded(value) if value else None
        return path if path is not None and path.is_absolute() else None


def is_private(folder: Path) -> bool:
    """Return whether the folder belongs to the user and nobody else may write to it."""
    if os.name == "nt":
        return True
    try:
        state = folder.stat()
    except ERRORS:
        return False
    return state.st_uid == os.geteuid() and not state.st_mode & OTHERS_MAY_WRITE


def text_beginning(file: Path) -> str:
    """Return the beginning of a text file; empty if it cannot be read."""
    return beginning(file, READ_BYTES).decode("utf-8", "replace")
