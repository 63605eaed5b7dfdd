"""The Python files of a project in which an app may stand, within bounds."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.file_access import beginning

FILE_LIMIT: Final = 400
DEPTH: Final = 4
READ_BYTES: Final = 256 << 10
# Folders that hold no app that one would open, or not the project's own code.
SKIPPED: Final = frozenset(
    {
        "__pycache__",
        "build",
        "dist",
        "doc",
        "docs",
        "migrations",
        "node_modules",
        "site-packages",
        "test",
        "testing",
        "tests",
    }
)
SKIPPED_FILES: Final = frozenset({"conftest.py", "setup.py"})


def project_files(folder: Path) -> Iterator[Path]:
    """Yield the Python files relative to the folder, those near it first, and those of a folder by name.

    Hidden folders, environments, tests and what is installed or built are left out, and links are not
    followed. OSError if the folder itself cannot be read.
    """
    os.scandir(folder).close()
    count = 0
    level = [Path()]
    for _depth in range(DEPTH + 1):
        below: list[Path] = []
        for relative in level:
            files, folders = _entries(folder / relative)
            for name in files:
                yield relative / name
                count += 1
                if count >= FILE_LIMIT:
                    return
            below += [relative / name for name in folders]
        level = below


def read_source(file: Path) -> bytes:
    """Return the beginning of a file; empty if it cannot be read."""
    return beginning(file, READ_BYTES)


def _entries(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the Python files and of the folders to look into."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return [], []
    files = [each.name for each in found if each.name.endswith(".py") and os.path.isfile(each.path)]
    folders = [each.name for each in found if _is_folder(each) and _is_wanted(each)]
    return [name for name in files if name not in SKIPPED_FILES and not name.startswith("test_")], folders


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_wanted(entry: "os.DirEntry[str]") -> bool:
    return (
        not entry.name.startswith(".")
        and entry.name not in SKIPPED
        and not os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))
    )
