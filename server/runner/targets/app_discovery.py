"""Finds the app in a folder by reading its files, without running them.

What `flask run` would open comes first: FLASK_APP, then wsgi.py or app.py. Where Flask would find nothing,
the files of the project are read for signs of an app, and the best one is taken if it is clear which that is.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.model.problem import Problem
from server.runner.environments.packages import OwnPackages, Packages
from server.runner.targets import problems
from server.runner.targets.app_scan import AppKind, AppSign, find_app_signs
from server.runner.targets.choices import AppChoice, several_apps
from server.runner.targets.flask_setting import flask_app_setting
from server.runner.targets.project_files import project_files, read_source

# The files that `flask run` looks for, and others in which projects start their app, the surest first.
DEFAULT_FILES: Final = ("wsgi.py", "app.py")
START_FILES: Final = (
    *DEFAULT_FILES,
    "main.py",
    "run.py",
    "autoapp.py",
    "application.py",
    "server.py",
    "manage.py",
)
PACKAGE: Final = "__init__.py"
SOURCE: Final = "src"

# How good a candidate is; of those with the lowest number there must be one only.
IS_START: Final = 1
IS_PACKAGE_ITSELF: Final = 2
IS_NEAR: Final = 3
HAS_ANOTHER_NAME: Final = 4
IS_DEEP: Final = 5
IS_OTHER_FACTORY: Final = 6
NEEDS_ARGUMENTS: Final = 7
IS_PROGRAM: Final = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """A file that gives an app, and how good it is."""

    file: Path
    sign: AppSign
    rank: int

    @property
    def app(self) -> str:
        """What to give `flask --app` in the folder."""
        module = self.file.parent if self.file.name == PACKAGE and self.file.parent != Path() else self.file
        named = self.sign.kind is AppKind.OTHER_FACTORY
        return f"{module.as_posix()}:{self.sign.name}" if named else module.as_posix()


def discover_app(
    folder: Path, packages: Packages | None = None, variables: Mapping[str, str] | None = None
) -> str | Problem:
    """Return the value for `flask --app` in the folder, or why there is no app.

    Empty leaves the choice to Flask. `packages` are those of the app's interpreter, `variables` the user's.
    """
    try:
        setting = flask_app_setting(folder, packages or OwnPackages(), variables)
        if setting is not None:
            return setting
        default = _default_file(folder)
        return _best_candidate(folder) if default is None else default
    except OSError as error:
        return problems.unreadable(str(folder), error.strerror or str(error))


def _default_file(folder: Path) -> str | None:
    """Return the app of wsgi.py or app.py; None where neither can give one."""
    there = [name for name in DEFAULT_FILES if os.path.isfile(folder / name)]
    for name in there:
        if _may_give_app(read_source(folder / name)):
            # Flask, too, takes the first of these files that is there.
            return "" if name == there[0] else name
    return None


def _may_give_app(source: bytes) -> bool:
    """Return whether Flask may find an app in a file, which its text does not always show."""
    signs = find_app_signs(source)
    if any(sign.kind not in (AppKind.OTHER_FACTORY, AppKind.BELOW_MAIN) for sign in signs):
        return True
    return not signs and (b"import *" in source or b"app" in source)


def _best_candidate(folder: Path) -> str | Problem:
    files = list(project_files(folder))
    candidates = [each for file in files if (each := _candidate(folder, file)) is not None]
    openable = _without_scripts([each for each in candidates if each.rank < NEEDS_ARGUMENTS])
    # An ASGI app is only named where there is no other, as Django's asgi.py beside its wsgi.py.
    openable = [each for each in openable if not each.sign.is_asgi] or openable
    best = _best(openable)
    if best is not None:
        return best.app
    if openable:
        return several_apps(folder, tuple(_choice(each) for each in sorted(openable, key=_order)))
    if os.path.isfile(folder / DEFAULT_FILES[0]) or os.path.isfile(folder / DEFAULT_FILES[1]):
        return ""
    if len(candidates) == 1:
        # The guest says what it needs.
        return candidates[0].app
    if candidates:
        return several_apps(folder, tuple(_choice(each) for each in sorted(candidates, key=_order)))
    names = tuple(str(file) for file in files)
    return problems.no_app_in_folder(str(folder), names) if names else problems.empty_folder(str(folder))


def _without_scripts(candidates: list[_Candidate]) -> list[_Candidate]:
    """Leave out the files that call a factory which a package among the candidates offers without arguments.

    What such a file does besides may be anything: fill the database with examples, send mail. The usual names
    of files that start an app stay.
    """
    factories = {
        each.sign.name
        for each in candidates
        if each.file.name == PACKAGE and each.sign.kind is AppKind.FACTORY
    }
    return [
        each
        for each in candidates
        if each.sign.kind is not AppKind.CALL
        or each.file.name in START_FILES
        or each.sign.source.rpartition(".")[2] not in factories
    ]


def _candidate(folder: Path, file: Path) -> _Candidate | None:
    """Return the best way in which a file gives an app; None if it does not."""
    ranked = [
        (_rank(folder, file, sign), position, sign)
        for position, sign in enumerate(find_app_signs(read_source(folder / file)))
    ]
    found = [each for each in ranked if each[0]]
    if not found:
        return None
    rank, _position, sign = min(found, key=lambda each: each[:2])
    return _Candidate(file=file, sign=sign, rank=rank)


def _rank(folder: Path, file: Path, sign: AppSign) -> int:
    """Return how good a sign is; 0 if it is none there."""
    if sign.kind is AppKind.BELOW_MAIN:
        return IS_PROGRAM
    if sign.required:
        return NEEDS_ARGUMENTS
    if sign.kind is AppKind.OTHER_FACTORY:
        return IS_OTHER_FACTORY
    is_top = file.parent in (Path(), Path(SOURCE))
    # Modules of a package import its app in order to use it.
    is_in_package = not is_top or file.name == PACKAGE or os.path.isfile(folder / PACKAGE)
    is_use = sign.kind is AppKind.IMPORT and is_in_package
    if is_use or (file == Path(PACKAGE) and not folder.name.isidentifier()):
        return 0
    return _rank_by_place(file, sign, is_top=is_top)


def _rank_by_place(file: Path, sign: AppSign, *, is_top: bool) -> int:
    """Return how good an app or a factory without arguments is."""
    if file == Path(PACKAGE):
        return IS_PACKAGE_ITSELF
    if is_top and sign.is_usual and sign.kind is not AppKind.FACTORY:
        return IS_START
    is_package = file.name == PACKAGE and file.parent.parent in (Path(), Path(SOURCE))
    if not (is_top or is_package):
        return IS_DEEP
    return IS_NEAR if sign.is_usual else HAS_ANOTHER_NAME


def _order(candidate: _Candidate) -> tuple[int, int, str]:
    name = candidate.file.name
    usual = (
        START_FILES.index(name) if name in START_FILES and candidate.rank == IS_START else len(START_FILES)
    )
    return candidate.rank, usual, candidate.file.as_posix()


def _best(candidates: list[_Candidate]) -> _Candidate | None:
    """Return the candidate that is better than all others; None if several are equally good."""
    ordered = sorted(candidates, key=_order)
    if not ordered:
        return None
    is_clear = len(ordered) == 1 or _order(ordered[0])[:2] < _order(ordered[1])[:2]
    return ordered[0] if is_clear else None


def _choice(candidate: _Candidate) -> AppChoice:
    return AppChoice(app=candidate.app, file=candidate.file.as_posix(), sign=candidate.sign)
