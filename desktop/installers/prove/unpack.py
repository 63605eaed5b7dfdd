"""Unpack a format without installing it: into a folder that stands for the root of a system."""

import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from desktop.installers.linux.files import PROGRAM
from desktop.installers.product import NAME
from desktop.installers.prove.step import NotTriedError, expect


def unpack_archive(file: Path, into: Path) -> Path:
    """Unpack the archive and return its program."""
    with tarfile.open(file) as packed:
        packed.extractall(into, filter="data")
    (folder,) = into.iterdir()
    return folder / NAME


def unpack_deb(file: Path, into: Path) -> Path:
    """Unpack a package of Debian and return its program."""
    _need("dpkg-deb")
    _run("dpkg-deb", "--extract", str(file), str(into))
    return _program(into)


def unpack_rpm(file: Path, into: Path) -> Path:
    """Unpack a package of Fedora and return its program."""
    _need("rpm2archive")
    # It writes beside what it reads unless it is given a stream.
    with (
        file.open("rb") as package,
        subprocess.Popen(  # the flags mean: no compression, from standard input
            ["rpm2archive", "-n", "-"],  # noqa: S607 - from PATH
            stdin=package,
            stdout=subprocess.PIPE,
        ) as reader,
        tarfile.open(fileobj=reader.stdout, mode="r|") as packed,
    ):
        packed.extractall(into, filter="tar")  # its links lead to the root of a system
    return _program(into)


UNPACKERS: Final[Mapping[str, Callable[[Path, Path], Path]]] = {
    "archive": unpack_archive,
    "deb": unpack_deb,
    "rpm": unpack_rpm,
}


def _program(root: Path) -> Path:
    """Return the program below a root, which the link in its /usr/bin leads to."""
    link = root / "usr" / "bin" / NAME
    leads_to = str(link.readlink()) if link.is_symlink() else "nothing"
    expect(leads_to == PROGRAM, f"/usr/bin/{NAME} leads to {leads_to}")
    return root / PROGRAM.removeprefix("/")


def _need(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        raise NotTriedError(f"{' and '.join(missing)} is not installed")


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - our own words
