"""A bundle that is kept between test runs, and built again when one of its sources has changed."""

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


def source_files() -> Iterator[Path]:
    """Return every file that the bundle contains or that determines its content."""
    yield from (ROOT / name for name in FILES)
    for top in SOURCES:
        for folder, subfolders, names in os.walk(ROOT / top):
            subfolders[:] = sorted(name for name in subfolders if name != "__pycache__")
            yield from (Path(folder, name) for name in sorted(names))


def bundle_key() -> str:
    """Return a hash of the sources, the Python and the time of the commit, which the bundle contains."""
    command = ["git", "log", "-1", "--format=%ct"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    digest = hashlib.sha256(repr((sys.version, sys.prefix, commit.stdout)).encode())
    for path in source_files():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def cached_bundle(build: Callable[[Path], Path]) -> Path:
    """Return the bundle of the present sources; `build` builds one below a folder.

    Processes that call this at the same time wait for the one that builds.
    """
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    key = bundle_key()
    with FileLock(FOLDER.with_suffix(".lock"), timeout=BUILD_SECONDS):
        key_file = FOLDER / KEY
        if not key_file.is_file() or key_file.read_text() != key:
            shutil.rmtree(FOLDER, ignore_errors=True)
            FOLDER.mkdir()
            build(FOLDER)
            shutil.rmtree(FOLDER / "work", ignore_errors=True)
            key_file.write_text(key)
    return FOLDER / "dist" / "fumehood"
