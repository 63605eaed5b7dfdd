"""How much room on the disk the store has, and how much it wants before it writes again."""

import shutil
from pathlib import Path
from typing import Final

# Less would soon be used up again.
LEAST_BYTES: Final = 16 << 20
_TIMES: Final = 3  # the log, the file, and the index of what waits


def wanted(held_bytes: int) -> int:
    """Return how many bytes must be free before what waits is written."""
    return max(LEAST_BYTES, held_bytes * _TIMES)


def free(folder: Path) -> int | None:
    """Return how many bytes are free where the folder is; None if the system does not say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
