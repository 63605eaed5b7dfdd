"""The interpreter that an app is opened with: chosen, shown and trusted before any of it runs."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.file_access import working_folder
from server.model.guest import Target, TargetKind
from server.model.notice import LazyNotice, Notice
from server.runner.environments.choice import OWN_NAME, InterpreterChoice, choose_near
from server.runner.environments.environment import prefix_of
from server.runner.environments.wording import describe, own_python, page_notice
from server.runner.targets.programs import folders_of
from server.runner.targets.resolve import LAB_PREFIX, projects_of
from server.web.base.context import services

# What marks the trust in an environment, as long as it is not in a folder that is trusted.
_MARKER: Final = "pyvenv.cfg"


@dataclass(frozen=True, kw_only=True, slots=True)
class InterpreterOption:
    """An interpreter that the user can choose: `value` is what the form sends."""

    value: str
    label: str
    chosen: bool


def choose(spec: str, named: str, target: Target | None = None) -> InterpreterChoice:
    """Return the interpreter for what the user named; `target` is the app, where it is known already.

    Files are read and nothing is run.
    """
    is_lab = spec.startswith(LAB_PREFIX) if target is None else target.kind is TargetKind.LAB
    folders = projects_of(spec, working_folder()) if target is None else folders_of(target)
    return choose_near(folders, named or (OWN_NAME if is_lab else ""))


def options(choice: InterpreterChoice) -> tuple[InterpreterOption, ...]:
    """Return what to choose from: the environments of the project, one that was named, and our own."""
    found = [
        InterpreterOption(
            value=str(each.python),
            label=f"{describe(each)} ({each.prefix})",
            chosen=choice.environment is not None and each.prefix == choice.environment.prefix,
        )
        for each in choice.found
    ]
    if choice.python is not None and not any(option.chosen for option in found):
        found.insert(0, InterpreterOption(value=str(choice.python), label=str(choice.python), chosen=True))
    # An interpreter that is only a makeshift is not named: once there is another, that one is used.
    value = "" if choice.is_fallback else OWN_NAME
    own = InterpreterOption(value=value, label=own_python(), chosen=choice.python is None)
    return (*found, own)


def notice(choice: InterpreterChoice, target: Target) -> Notice | None:
    """Return the warning that the app runs on our interpreter for want of its own, or None."""
    return page_notice(target.root) if needs_notice(choice, target) else None


def lazy_notice(choice: InterpreterChoice, target: Target) -> LazyNotice | None:
    """Return the same warning for readers of any language, or None."""
    return (lambda: page_notice(target.root)) if needs_notice(choice, target) else None


def needs_notice(choice: InterpreterChoice, target: Target) -> bool:
    """Return whether the app runs on our interpreter for want of its own; a lab is meant to."""
    return choice.is_fallback and target.kind is not TargetKind.LAB


def is_trusted(choice: InterpreterChoice) -> bool:
    """Return whether it may be started: it is ours, or the user has named it or agreed to it before."""
    if choice.python is None or choice.is_named:
        return True
    return services().store.trust.is_granted(prefix_of(choice.python) / _MARKER)


def trust(choice: InterpreterChoice) -> None:
    """Remember that the user agreed to start an environment of the project."""
    if choice.environment is not None and any(
        each.prefix == choice.environment.prefix for each in choice.found
    ):
        services().store.trust.grant(choice.environment.prefix / _MARKER)


def to_keep(choice: InterpreterChoice, target: Target) -> str | None:
    """Return what to keep of an interpreter that was named; None if it is found without being named."""
    by_itself = choose("", "", target)
    if choice.python == by_itself.python and not by_itself.is_fallback:
        return None
    return str(choice.python or OWN_NAME)


def of_project(target: Target) -> str:
    """Return the interpreter that the user has named for an app before; empty if there is none any more."""
    kept = services().store.projects.settings(target).python or ""
    return kept if kept == OWN_NAME or os.path.exists(kept) else ""


def remembered(choice: InterpreterChoice) -> Path | None:
    """Return what to keep with the recent apps: an interpreter that was named, and none that was found."""
    if not choice.is_named:
        return None
    return choice.python or Path(OWN_NAME)
