"""Export a lab, as the reader has it, as a project of its own."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from server.file_access import named_path
from server.handbook.catalogue.working_copies import WorkingCopies
from server.i18n import gettext as _
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

REQUIREMENTS: Final = "requirements.txt"
# Apps that are found when their folder is opened; any other is opened by its file.
_DEFAULT_APPS: Final = ("app.py", "wsgi.py")


def export(lab: Lab, working_copies: WorkingCopies, folder: str) -> str | Problem:
    """Write the lab's files and a requirements.txt into `folder`, and return the target that opens it.

    `folder` is what the user typed. It must not exist or be empty; it is filled in one step. The parent must
    exist, so that a typo is reported instead of created.
    """
    try:
        place = Path(os.path.normpath(named_path(folder)))
    except OSError as error:
        return Problem(
            code=ProblemCode.NOT_ABSOLUTE,
            cause=_("%(folder)s cannot be a folder: %(why)s.", folder=folder, why=error.strerror),
            remedy=_("Give the whole path, beginning with / or ~."),
        )
    problem = _problem(place) or working_copies.problem(lab)
    if problem is not None:
        return problem
    try:
        _write(lab, working_copies, place)
    except OSError as error:
        return Problem(
            code=ProblemCode.NOT_KEPT,
            cause=_(
                "The copy could not be written to %(folder)s: %(why)s.", folder=place, why=error.strerror
            ),
            remedy=_("Choose a folder that you may write to."),
        )
    return str(place if lab.app in _DEFAULT_APPS else place / lab.app)


def suggest_folder(lab: Lab, parent: Path) -> Path:
    """Return a folder in `parent` that does not exist yet, named after the lab."""
    folder, number = parent / lab.slug, 2
    while os.path.exists(folder):
        folder, number = parent / f"{lab.slug}-{number}", number + 1
    return folder


def _problem(folder: Path) -> Problem | None:
    if not folder.is_absolute():
        return Problem(
            code=ProblemCode.NOT_ABSOLUTE,
            cause=_("%(folder)s is not an absolute path.", folder=folder),
            remedy=_("Give the whole path, beginning with / or ~."),
        )
    if not os.path.isdir(folder.parent):
        return Problem(
            code=ProblemCode.NO_PARENT,
            cause=_("There is no folder %(folder)s.", folder=folder.parent),
            remedy=_("Create it first, or choose another."),
        )
    if os.path.lexists(folder) and not _is_empty_folder(folder):
        return Problem(
            code=ProblemCode.TAKEN,
            cause=_("%(folder)s exists already.", folder=folder),
            remedy=_("Give another name; nothing was written."),
        )
    return None


def _is_empty_folder(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:  # no folder, or one that may not be listed and may contain anything
        return False


def _write(lab: Lab, working_copies: WorkingCopies, folder: Path) -> None:
    texts = {name: working_copies.read(lab, name) for name in lab.files}
    texts.setdefault(REQUIREMENTS, "".join(f"{name}\n" for name in ("flask", *lab.needs)))
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        for name, text in texts.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(text.encode())
        new.chmod(0o777 & ~_umask())
        if os.path.exists(folder):
            folder.rmdir()
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _umask() -> int:
    """Return the user's mask for new files; a temporary folder is created without regard to it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
