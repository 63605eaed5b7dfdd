"""The portable archive: one folder that runs from anywhere, without being installed."""

import lzma
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desktop.installers.formats import machine
from desktop.installers.formats.format import Format, Parts
from desktop.installers.product import NAME

# Levels of xz. Level 9 gains less than one per cent over 6, and needs ten times the memory to unpack.
SMALL: Final = 6
QUICK: Final = 0
READ_ME: Final = """\
Fumehood {version}, portable

Start it with the program `fumehood` in this folder: double-click it, or call it in a terminal. Nothing
needs to be installed, and the folder may lie in a home folder or on a USB stick, under any name.

  ./fumehood                 your data are kept in ~/.local/share/fumehood
  ./fumehood --portable      from now on they are kept in the folder `portable` beside the program
  ./fumehood update FILE     replace this folder by a newer archive; your data stay

`share` holds a menu entry, icons, the manual and completion for shells. Delete the folder to remove Fumehood.
"""


def obstacle() -> str:
    """Return why no archive can be made here; it can everywhere."""
    return ""


def folder_name(parts: Parts) -> str:
    """Return the name of the one folder in the archive."""
    return f"{NAME}-{parts.release.version}-{machine.system()}-{machine.processor()}"


def build(parts: Parts, into: Path) -> Path:
    """Write the archive; two calls with the same parts write the same bytes."""
    name = folder_name(parts)
    target = into / f"{name}.tar.xz"
    read_me = parts.work / "README.txt"
    read_me.parent.mkdir(parents=True, exist_ok=True)
    read_me.write_text(READ_ME.format(version=parts.release.version), encoding="utf-8", newline="\n")
    preset = QUICK if parts.quick else SMALL
    with lzma.open(target, "wb", preset=preset) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for path, place in _entries(parts, read_me):
            entry = archive.gettarinfo(str(path), f"{name}/{place}")
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            entry.mtime = parts.release.time
            entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
            if entry.isreg():
                with path.open("rb") as content:
                    archive.addfile(entry, content)
            else:
                archive.addfile(entry)
    return target


def _entries(parts: Parts, read_me: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file with its place in the archive, in an order that depends on names only."""
    yield parts.bundle, ""
    yield read_me, read_me.name
    for root, prefix in ((parts.bundle, ""), (parts.files / "usr" / "share", "share/")):
        for path in sorted(root.rglob("*")):
            yield path, prefix + path.relative_to(root).as_posix()


ARCHIVE: Final = Format(name="archive", obstacle=obstacle, build=build)
