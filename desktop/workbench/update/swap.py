"""The folder of the program, replaced by renaming: at every moment a whole one is there to go back to."""

import os
import shutil
from pathlib import Path
from typing import Final

from desktop.workbench.portable import FOLDER
from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

PREVIOUS: Final = ".previous"


def previous(program: Path) -> Path:
    """Return where the previous version is kept."""
    return program.with_name(program.name + PREVIOUS)


def none_kept(program: Path) -> Problem:
    """Return the problem that there is no version to go back to."""
    return Problem(
        code=ProblemCode.NO_PREVIOUS,
        cause=_("There is no previous version: {folder} does not exist.").format(folder=previous(program)),
        remedy=_("Update with an archive of the version that you want."),
    )


def replace(program: Path, fresh: Path) -> None:
    """Put `fresh` in the place of `program`, which is kept as the previous version; the data stay.

    OSError where a folder cannot be renamed; then everything is as before.
    """
    older = program.with_name(program.name + ".older")
    kept = previous(program)
    _remove(older)
    if os.path.isdir(kept):
        kept.rename(older)
    try:
        program.rename(kept)
        try:
            fresh.rename(program)
        except OSError:
            kept.rename(program)
            raise
    except OSError:
        if os.path.isdir(older):
            older.rename(kept)
        raise
    _move_data(kept, program)
    _remove(older)


def go_back(program: Path) -> None:
    """Exchange the program with the previous version; the data stay. OSError as in `replace`."""
    aside = program.with_name(program.name + ".aside")
    kept = previous(program)
    program.rename(aside)
    try:
        kept.rename(program)
    except OSError:
        aside.rename(program)
        raise
    aside.rename(kept)
    _move_data(kept, program)


def _move_data(source: Path, target: Path) -> None:
    if os.path.isdir(source / FOLDER) and not os.path.lexists(target / FOLDER):
        (source / FOLDER).rename(target / FOLDER)


def _remove(folder: Path) -> None:
    if os.path.isdir(folder):
        shutil.rmtree(folder)
