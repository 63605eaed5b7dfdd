"""A bundle that is kept from one test run to the next, and built again once anything of it has changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock

from tests.sources import ROOT

FOLDER: Final = ROOT / "build" / "tests" / "bundle"
SOURCES: Final = ("desktop", "server", "static", "templates")
FILES: Final = ("CHANGELOG.md", "LICENSE", "build.spec", "pyproject.toml", "uv.lock")
KEY: Final = "key"
BUILD_SECONDS: Final = 900.0


def sources() -> Iterator[Path]:
    """Return every file that can be in a bundle, or that says what is in it."""
    yield from (ROOT / name for name in FILES)
    for top in SOURCES:
        for folder, inner, names in os.walk(ROOT / top):
            inner[:] = sorted(name for name in inner if name != "__pycache__")
            yield from (Path(folder, name) for name in sorted(names))


def key() -> str:
    """Return a hash of the sources, the Python and the time of the commit, which is written into files."""
    commit = ["git", "log", "-1", "--format=%ct"]
    made = subprocess.run(commit, cwd=ROOT, capture_output=True, text=True, check=False)
    found = hashlib.sha256(repr((sys.version, sys.prefix, made.stdout)).encode())
    for path in sources():
        found.update(path.relative_to(ROOT).as_posix().encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def kept(build: Callable[[Path], Path]) -> Path:
    """Return the bundle of the tree as it is; `build` makes one below a folder. Several processes may ask."""
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    wanted = key()
    with FileLock(FOLDER.with_suffix(".lock"), timeout=BUILD_SECONDS):
        note = FOLDER / KEY
        if not note.is_file() or note.read_text() != wanted:
            shutil.rmtree(FOLDER, ignore_errors=True)
            FOLDER.mkdir()
            build(FOLDER)
            shutil.rmtree(FOLDER / "work", ignore_errors=True)
            note.write_text(wanted)
    return FOLDER / "dist" / "fumehood"
