"""What the question of trust is about: the very file or folder that an app's code lies in."""

import importlib.util
from pathlib import Path

from server.model.guest import Target, TargetKind
from server.web.base.context import services


def code_of(target: Target) -> Path:
    """The folder whose code is run, or the file where one file was named: never a folder around it."""
    if target.kind is TargetKind.FOLDER:
        return target.root
    left, colon, _factory = target.app.rpartition(":")
    name = left if colon else target.app
    if (target.root / name).is_file():
        return target.root / name
    module = target.root.joinpath(*name.split("."))
    if module.with_suffix(".py").is_file():
        return module.with_suffix(".py")
    return module if module.is_dir() else _installed(name.partition(".")[0]) or module


def trusted(target: Target) -> bool:
    """Whether its code may run unasked: it came with Fumehood, or the user has agreed to it."""
    return target.kind is TargetKind.LAB or services().store.trust.is_granted(code_of(target))


def trust(target: Target) -> None:
    """Remember that the user agreed to run the code of `target`."""
    services().store.trust.grant(code_of(target))


def _installed(name: str) -> Path | None:
    """Where a module or package that is installed beside us lies."""
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if found is None:
        return None
    if found.submodule_search_locations:
        return Path(next(iter(found.submodule_search_locations)))
    return Path(found.origin) if found.origin else None
