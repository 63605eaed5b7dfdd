"""Copies of labs that the reader edits, and can always restore."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from server.file_access import read_text, resolved
from server.handbook.catalogue.lab_files import copy_lab, write_text
from server.i18n import gettext as _
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


class WorkingCopies:
    """The edited labs, one folder each below `folder`; a lab without edits has no copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def contains(self, path: Path) -> bool:
        """Return whether a path is in one of the copies."""
        return resolved(path).is_relative_to(resolved(self._folder))

    def folder(self, lab: Lab) -> Path | None:
        """Return the folder of the copy, or None if the lab is not edited."""
        folder = self._folder / lab.slug
        return folder if os.path.isdir(folder) else None

    def read(self, lab: Lab, file: str) -> str:
        """Return the text of a lab's file as the reader has it; KeyError if the lab has no such file.

        If the file of the copy cannot be read, which `problem` tells, it is the text of the printed lab.
        """
        _check(lab, file)
        folder = self.folder(lab)
        if folder is not None:
            with suppress(OSError):
                return read_text(folder / file)
        return read_text(lab.folder / file)

    def problem(self, lab: Lab) -> Problem | None:
        """Return why the copy cannot be used: one of its files cannot be read; None without a copy."""
        folder = self.folder(lab)
        return None if folder is None else copy_problem(lab, folder)

    def write(self, lab: Lab, file: str, text: str) -> None:
        """Replace the text of a file in one step; a copy that equals the printed lab is removed.

        KeyError if it is not a file of the lab, OSError if it cannot be written.
        """
        _check(lab, file)
        folder = self.folder(lab) or self._copy(lab)
        write_text(folder / file, text)
        if copy_problem(lab, folder) is None and all(
            read_text(folder / name) == read_text(lab.folder / name) for name in lab.files
        ):
            self.restore(lab)

    def restore(self, lab: Lab) -> None:
        """Remove the copy, so that the lab is as printed again."""
        folder = self.folder(lab)
        if folder is not None:
            # Moved away first, so that a half removed copy is never run.
            removed = Path(tempfile.mkdtemp(dir=self._folder, prefix=".gone-"))
            folder.rename(removed / lab.slug)
            shutil.rmtree(removed, ignore_errors=True)

    def changed(self, lab: Lab) -> bool:
        """Whether the reader has edited the lab."""
        return self.folder(lab) is not None

    def _copy(self, lab: Lab) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=self._folder, prefix=".new-"))
        copy_lab(lab, fresh)
        return fresh.rename(self._folder / lab.slug)


def _check(lab: Lab, file: str) -> None:
    if file not in lab.files:
        raise KeyError(f"{file} is not a file of the lab {lab.slug}")


def copy_problem(lab: Lab, folder: Path) -> Problem | None:
    """Return why the copy of a lab in `folder` cannot be used: one of its files cannot be read."""
    for file in lab.files:
        try:
            read_text(folder / file)
        except OSError as error:
            return Problem(
                code=ProblemCode.FILE_ACCESS,
                cause=_(
                    "%(file)s of your own copy cannot be read: %(why)s.",
                    file=folder / file,
                    why=error.strerror or str(error),
                ),
                remedy=_("Repair the file, or restore the original lab. Saving writes the file again."),
            )
    return None
