"""Decide whether the code of an app may run without asking, and remember the user's consent."""

import os
from pathlib import Path

from server.model.guest import Target, TargetKind
from server.runner.environments.packages import OwnPackages, Packages
from server.runner.targets.programs import MODULE_SWITCH, arguments_of
from server.runner.targets.resolve import split_spec
from server.web.base.context import services


def code_of(target: Target, packages: Packages | None = None) -> Path:
    """Return the folder that contains the code, or the single file that was named, never its folder.

    `packages` are those of the app's interpreter, by default of ours, where an installed app is.
    """
    packages = packages or OwnPackages()
    if target.kind is TargetKind.FOLDER:
        return target.root
    if target.kind is TargetKind.PROGRAM:
        return _code_of_program(target, packages)
    name = split_spec(target.app).partition("\0")[0]
    if os.path.isfile(target.root / name):
        return target.root / name
    return _code_of_module(target, name, packages)


def _code_of_program(target: Target, packages: Packages) -> Path:
    """Return the file of a program, or what a module or a script of the environment is found by."""
    first, *rest = arguments_of(target)
    if first == MODULE_SWITCH:
        return _code_of_module(target, rest[0], packages)
    # A script belongs to the interpreter; what it finds in its working folder runs with it.
    return target.root / first if os.path.exists(target.root / first) else target.root


def _code_of_module(target: Target, name: str, packages: Packages) -> Path:
    # A module in `src` is named by its path.
    module = target.root.joinpath(*name.replace("/", ".").split("."))
    if os.path.isfile(module.with_suffix(".py")):
        return module.with_suffix(".py")
    return module if os.path.isdir(module) else packages.locate(name.partition(".")[0]) or module


def is_trusted(target: Target, packages: Packages | None = None) -> bool:
    """Return whether the code may run without asking: it is a lab, or the user has agreed."""
    return target.kind is TargetKind.LAB or services().store.trust.is_granted(code_of(target, packages))


def trust(target: Target, packages: Packages | None = None) -> None:
    """Remember that the user agreed to run the code of `target`."""
    services().store.trust.grant(code_of(target, packages))
