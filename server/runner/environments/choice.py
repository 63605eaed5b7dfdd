"""The choice of the interpreter that an app runs on, with the reason for it."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.file_access import expanded, resolved
from server.runner.environments.environment import Environment, FoundBy, prefix_of, read_environment
from server.runner.environments.packages import InstalledPackages, OwnPackages, Packages
from server.runner.environments.registry import find_environments

# What the user writes instead of a path to name the interpreter of Fumehood itself.
OWN_NAME: Final = "fumehood"


@dataclass(frozen=True, kw_only=True, slots=True)
class InterpreterChoice:
    """The interpreter to run on: `python` is a program or the folder of an environment, None for our own.

    `environment` is what its files say, if they say anything; `found` are all environments of the project.
    """

    python: Path | None
    origin: FoundBy
    environment: Environment | None = None
    found: tuple[Environment, ...] = ()

    @property
    def is_fallback(self) -> bool:
        """Whether it is our own only because the project has no environment."""
        return self.origin is FoundBy.OWN

    @property
    def is_named(self) -> bool:
        """Whether the user named it."""
        return self.origin is FoundBy.NAMED

    @property
    def packages(self) -> Packages:
        """The modules that it can import."""
        if self.python is None:
            return OwnPackages()
        prefix = self.environment.prefix if self.environment is not None else prefix_of(self.python)
        return InstalledPackages(prefix)


def choose_near(folders: tuple[Path, ...], named: str = "") -> InterpreterChoice:
    """Return the interpreter of the first of these folders that has one itself, or the one that is named.

    What is found for them elsewhere, as in a folder above, counts less.
    """
    choices = [choose_interpreter(folder, named) for folder in folders]
    found = [choice for choice in choices if choice.found]
    own = [choice for choice in found if choice.found[0].origin not in (FoundBy.ABOVE, FoundBy.PYENV)]
    return (own or found or choices)[0]


def choose_interpreter(
    project: Path, named: str = "", variables: Mapping[str, str] | None = None, home: Path | None = None
) -> InterpreterChoice:
    """Return the interpreter for the app in a folder: the one that is named, else the first that is found.

    Nothing is run. `variables` and `home` are those of the user by default.
    """
    variables = os.environ if variables is None else variables
    found = find_environments(project, variables, home)
    if named == OWN_NAME:
        return InterpreterChoice(python=None, origin=FoundBy.NAMED, found=found)
    if named:
        python = expanded(named)
        environment = read_environment(python, FoundBy.NAMED)
        return InterpreterChoice(python=python, origin=FoundBy.NAMED, environment=environment, found=found)
    active = variables.get("VIRTUAL_ENV", "")
    is_ours = bool(active) and resolved(Path(active)) == resolved(Path(sys.prefix))
    # What the user has activated is nearer than a version of Python that a file names.
    if found and not (is_ours and found[0].origin is FoundBy.PYENV):
        first = found[0]
        return InterpreterChoice(python=first.python, origin=first.origin, environment=first, found=found)
    return InterpreterChoice(python=None, origin=FoundBy.ACTIVE if is_ours else FoundBy.OWN, found=found)
