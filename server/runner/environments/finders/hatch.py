"""The default environment of Hatch, in its data folder by the name and path of the project."""

import base64
import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.runner.environments.surroundings import Surroundings, read_text

HASH_LENGTH: Final = 8
_SEPARATORS: Final = re.compile(r"[-_.]+")


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the default environment of the nearest pyproject.toml that names the project."""
    for folder in around.folders():
        text = read_text(folder / "pyproject.toml")
        if not text:
            continue
        try:
            project = tomllib.loads(text).get("project")
        except (tomllib.TOMLDecodeError, RecursionError):
            return
        name = project.get("name") if isinstance(project, dict) else None
        if isinstance(name, str):
            name = _SEPARATORS.sub("-", name).lower()
            shelf = _data_folder(around) / "env" / "virtual"
            yield shelf / name / folder_hash(folder) / name
        return


def folder_hash(folder: Path) -> str:
    """Return how Hatch abbreviates the path of a project."""
    return base64.urlsafe_b64encode(hashlib.sha256(str(folder).encode()).digest()).decode()[:HASH_LENGTH]


def _data_folder(around: Surroundings) -> Path:
    named = around.path_of("HATCH_DATA_DIR")
    if named is not None:
        return named
    if sys.platform == "darwin":
        return around.home / "Library" / "Application Support" / "hatch"
    if os.name == "nt":
        return (around.path_of("LOCALAPPDATA") or around.home) / "hatch"
    return (around.path_of("XDG_DATA_HOME") or around.home / ".local" / "share") / "hatch"
