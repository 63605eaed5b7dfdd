"""Put folders of labs in the place of those that are here, and back if what follows fails."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import Final

MARK: Final = ".before-import-"


@contextmanager
def swap_lab_folders(staged: Path, data: Path, names: Sequence[str]) -> Iterator[list[Path]]:
    """Move the folders of these names from `staged` into `data`; yield where the earlier ones are now.

    A folder that `staged` lacks is replaced by none. If the block raises, everything is moved back.
    """
    moved: list[tuple[Path, Path]] = []
    try:
        for name in names:
            if os.path.lexists(data / name):
                aside = _aside(data / name)
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


def _aside(folder: Path) -> Path:
    stamp = folder.with_name(f"{folder.name}{MARK}{time.strftime('%Y%m%d-%H%M%S')}")
    others = (stamp.with_name(f"{stamp.name}-{number}") for number in count(2))
    return next(name for name in chain((stamp,), others) if not os.path.lexists(name))
