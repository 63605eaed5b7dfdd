"""Decide whether the code of an app may run without asking, and remember the user's consent."""

import importlib.util
from pathlib import Path

from server.model.guest import Target, TargetKind
from server.runner.targets.programs import MODULE_SWITCH, arguments_of
from server.web.base.context import services


def code_of(target: Target) -> Path:
    """Return the folder that contains the code, or the single file that was named, never its folder."""
    if target.kind is TargetKind.FOLDER:
        return target.root
    if target.kind is TargetKind.PROGRAM:
        return _code_of_program(target)
    left, colon, _factory = target.app.rpartition(":")
    name = left if colon else target.app
    if (target.root / name).is_file():
        return target.root / name
    return _code_of_module(target, name)


def _code_of_program(target: Target) -> Path:
    """Return the file of a program, or what a module or a script of the environment is found by."""
    first, *rest = arguments_of(target)
    if first == MODULE_SWITCH:
        return _code_of_module(target, rest[0])
    # A script belongs to the interpreter; what it finds in its working folder runs with it.
    return target.root / first if (target.root / first).exists() else target.root


def _code_of_module(target: Target, name: str) -> Path:
    module = target.root.joinpath(*name.split("."))
    if module.with_suffix(".py").is_file():
        return module.with_suffix(".py")
    return module if module.is_dir() else _installed(name.partition(".")[0]) or module


def is_trusted(target: Target) -> bool:
    """Return whether the code may run without asking: it is a lab, or the user has agreed."""
    return target.kind is TargetKind.LAB or services().store.trust.is_granted(code_of(target))


def trust(target: Target) -> None:
    """Remember that the user agreed to run the code of `target`."""
    services().store.trust.grant(code_of(target))


def _installed(name: str) -> Path | None:
    """Return the file or folder of a module that is installed in our own environment, or None."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    if spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(spec.origin) if spec.origin else None
