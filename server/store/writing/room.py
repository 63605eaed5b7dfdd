"""The room on the disk, how much of it the store wants, and whether it may be written."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import Final

# Less would soon be used up again.
LEAST_BYTES: Final = 16 << 20
# With less than this an error of the disk means that it is full.
_USED_UP_BYTES: Final = 1 << 20
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


def is_used_up(folder: Path) -> bool:
    """Return whether the disk is full, or the size of files is limited."""
    left = free(folder)
    return (left is not None and left < _USED_UP_BYTES) or _is_limited()


def is_read_only(file: Path) -> bool:
    """Return whether a file, or the folder that it is in, is there and may only be read."""
    return any(os.path.exists(each) and not os.access(each, os.W_OK) for each in (file, file.parent))


def _is_limited() -> bool:
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource  # noqa: PLC0415 - see above

        return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY
    return False
