"""The default environment of Hatch, in its data folder by the name and path of the project."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.runner.environments.name_digest import name_digest
from server.runner.environments.surroundings import Surroundings, text_beginning
from server.runner.environments.toml_tables import parse_toml, table

_SEPARATORS: Final = re.compile(r"[-_.]+")


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the default environment of the nearest pyproject.toml that names the project."""
    for folder in around.folders():
        text = text_beginning(folder / "pyproject.toml")
        if not text:
            continue
        name = table(parse_toml(text), "project").get("name")
        if isinstance(name, str):
            name = _SEPARATORS.sub("-", name).lower()
            shelf = _data_folder(around) / "env" / "virtual"
            yield shelf / name / name_digest(str(folder)) / name
        return


def _data_folder(around: Surroundings) -> Path:
    named = around.path_of("HATCH_DATA_DIR")
    if named is not None:
        return named
    if sys.platform == "darwin":
        return around.home / "Library" / "Application Support" / "hatch"
    if os.name == "nt":
        return (around.path_of("LOCALAPPDATA") or around.home) / "hatch"
    return (around.path_of("XDG_DATA_HOME") or around.home / ".local" / "share") / "hatch"
