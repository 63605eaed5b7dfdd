"""The end of the log file, within bounds."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.file_access import open_file

MOST_BYTES: Final = 256 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class LogTail:
    """The last lines of the log; `cut` says that there are earlier ones, `problem` why it cannot be read."""

    text: str
    cut: bool = False
    problem: str = ""


def log_tail(path: Path, most: int = MOST_BYTES) -> LogTail:
    """Return the end of the file, `most` bytes of it, from the beginning of a line on."""
    try:
        with open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - most))
            data = file.read(most)
    except OSError as error:
        return LogTail(text="", problem=error.strerror or str(error))
    cut = size > most
    return LogTail(text=(data.partition(b"\n")[2] if cut else data).decode("utf-8", "replace"), cut=cut)
