"""The contract of a format."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop.installers.product import ReleaseInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What a format packs: the `bundle` that PyInstaller made, and the `files` that lie beside it on Linux.

    `files` is laid out like the root of a system. `work` is a folder for what a format needs in between.
    `quick` asks for larger files that are packed in a tenth of the time, to try them.
    """

    bundle: Path
    files: Path
    work: Path
    release: ReleaseInfo
    quick: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One kind of download.

    `obstacle` returns why it cannot be built on this machine, with the remedy, or "". `build` writes it into
    a folder and returns its path; OSError or CalledProcessError where that fails.
    """

    name: str
    obstacle: Callable[[], str]
    build: Callable[[Parts, Path], Path]
