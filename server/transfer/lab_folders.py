"""Put folders of labs in the place of those that are here, and back if what follows fails."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from server.file_access import dated_name
from server.store.recovery.replacement import MARK


@contextmanager
def swap_lab_folders(staged: Path, data: Path, names: Sequence[str]) -> Iterator[list[Path]]:
    """Move the folders of these names from `staged` into `data`; yield where the earlier ones are now.

    A folder that `staged` lacks is replaced by none. If the block raises, everything is moved back.
    """
    moved: list[tuple[Path, Path]] = []
    try:
        for name in names:
            if os.path.lexists(data / name):
                aside = dated_name(data / name, MARK)
                os.rename(data / name, aside)
                moved.append((data / name, aside))
            if os.path.isdir(staged / name):
                os.rename(staged / name, data / name)
                moved.append((staged / name, data / name))
        yield [target for _source, target in moved if MARK in target.name]
    except BaseException:
        for source, target in reversed(moved):
            with suppress(OSError):
                os.rename(target, source)
        raise
