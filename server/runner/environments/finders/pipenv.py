"""The environment of Pipenv, in its folder by the name and path of the Pipfile."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.file_access import matches
from server.runner.environments.name_digest import name_digest
from server.runner.environments.surroundings import Surroundings, text_beginning

NAME_LIMIT: Final = 42
_UNSAFE: Final = re.compile(r'[ &$`!*@"()\[\]\\\r\n\t]')


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the environment of the nearest Pipfile: the one that a file `.venv` names, else by its hash."""
    for folder in around.folders():
        if not os.path.isfile(folder / "Pipfile"):
            continue
        shelf = _environments_folder(around)
        named = around.variables.get("PIPENV_CUSTOM_VENV_NAME") or text_beginning(folder / ".venv").strip()
        if named and "\0" not in named:
            yield (folder if "/" in named or os.sep in named else shelf) / named
        base = environment_name(folder)
        yield shelf / base
        yield from matches(shelf, f"{base}-*")
        return


def environment_name(folder: Path) -> str:
    """Return how Pipenv names the environment of the project in a folder."""
    safe = _UNSAFE.sub("_", folder.name)[:NAME_LIMIT]
    return f"{safe}-{name_digest(str(folder / 'Pipfile'))}"


def _environments_folder(around: Surroundings) -> Path:
    named = around.path_of("WORKON_HOME")
    if named is not None:
        return named
    if os.name == "nt":
        return around.home / ".virtualenvs"
    return (around.path_of("XDG_DATA_HOME") or around.home / ".local" / "share") / "virtualenvs"
