"""The environments of Poetry, in its cache folder by the name and path of the project."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from server.file_access import expanded, matches, resolved
from server.runner.environments.name_digest import name_digest
from server.runner.environments.surroundings import Surroundings, text_beginning
from server.runner.environments.toml_tables import parse_toml, table

NAME_LIMIT: Final = 42
_UNSAFE: Final = re.compile(r'[ $`!*@"\\\r\n\t]')


def find(around: Surroundings) -> Iterator[Path]:
    """Yield those of the project: the one that Poetry has activated, then the newest Python."""
    for folder in around.folders():
        settings = _toml(folder / "pyproject.toml")
        tool = table(table(settings, "tool"), "poetry")
        if not tool and not os.path.isfile(folder / "poetry.lock"):
            continue
        name = str(tool.get("name") or table(settings, "project").get("name") or "")
        if not name:
            return
        cache = _environments_folder(around, folder)
        base = environment_name(name, folder)
        minor = table(_toml(cache / "envs.toml"), base).get("minor")
        found = sorted(matches(cache, f"{base}-py*"), key=_python_version, reverse=True)
        yield from sorted(found, key=lambda each: each.name != f"{base}-py{minor}")
        return


def environment_name(name: str, folder: Path) -> str:
    """Return how Poetry names the environments of a project, without the version of Python."""
    safe = _UNSAFE.sub("_", name.lower())[:NAME_LIMIT]
    path = os.path.normcase(str(resolved(folder)))
    return f"{safe}-{name_digest(path)}"


def _environments_folder(around: Surroundings, folder: Path) -> Path:
    """Return the folder of all environments, as variables or Poetry's settings have it."""
    named = around.path_of("POETRY_VIRTUALENVS_PATH")
    if named is not None:
        return named
    cache = around.path_of("POETRY_CACHE_DIR")
    for file in (folder / "poetry.toml", _configuration_folder(around) / "config.toml"):
        settings = _toml(file)
        path = table(settings, "virtualenvs").get("path")
        if isinstance(path, str) and "{" not in path:
            return expanded(path)
        if cache is None and isinstance(settings.get("cache-dir"), str):
            cache = expanded(settings["cache-dir"])
    return (cache or _cache_folder(around)) / "virtualenvs"


def _configuration_folder(around: Surroundings) -> Path:
    named = around.path_of("POETRY_CONFIG_DIR")
    if named is not None:
        return named
    if sys.platform == "darwin":
        return around.home / "Library" / "Application Support" / "pypoetry"
    if os.name == "nt":
        return (around.path_of("APPDATA") or around.home) / "pypoetry"
    return (around.path_of("XDG_CONFIG_HOME") or around.home / ".config") / "pypoetry"


def _cache_folder(around: Surroundings) -> Path:
    if sys.platform == "darwin":
        return around.home / "Library" / "Caches" / "pypoetry"
    if os.name == "nt":
        return (around.path_of("LOCALAPPDATA") or around.home) / "pypoetry" / "Cache"
    return (around.path_of("XDG_CACHE_HOME") or around.home / ".cache") / "pypoetry"


def _python_version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", folder.name.rpartition("-py")[2]))


def _toml(file: Path) -> dict[str, Any]:
    return parse_toml(text_beginning(file))
