"""Tell a file that has lost its content from one that is being made at a first start."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from server.store.recovery.damage import DamagedError

EMPTIED: Final = "the file has 0 bytes"  # kept in reports, by which pages tell it from other damage
# A file that is made at a first start is empty for a moment only.
_MOMENT_SECONDS: Final = 2.0
# Other files of the user's data that are older than this were not made by the same start.
_EARLIER_SECONDS: Final = 60.0


def check_not_emptied(path: Path) -> None:
    """Raise DamagedError if the file is empty, and not just being made by another process."""
    status = path.stat()
    if status.st_size:
        return
    now = time.time()
    if now - status.st_mtime > _MOMENT_SECONDS or _oldest_beside(path) < now - _EARLIER_SECONDS:
        raise DamagedError(EMPTIED)


def _oldest_beside(path: Path) -> float:
    """Return when the oldest of the other files in the folder was changed; infinity if there are none."""
    found = [float("inf")]
    with suppress(OSError):
        for each in path.parent.iterdir():
            if each != path:
                with suppress(OSError):
                    found.append(each.stat().st_mtime)
    return min(found)
