"""A copy of a lab, as the reader has it, that is a project of the reader's own."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from flask_babel import gettext as _

from server.handbook.catalogue.working_copies import WorkingCopies
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

REQUIREMENTS: Final = "requirements.txt"
# What a folder is opened by; another app is named by its file.
_FOUND: Final = ("app.py", "wsgi.py")


def keep(lab: Lab, working_copies: WorkingCopies, folder: Path) -> str | Problem:
    """Write the lab's files and what they need into `folder`, and say how the bench is told to open it.

    The folder must not exist, or be empty; whoever looks sees all of it or nothing. What lies around it must
    exist: a folder in a place that was misspelt is found by nobody.
    """
    folder = Path(os.path.normpath(folder.expanduser()))
    wrong = _wrong(folder)
    if wrong is not None:
        return wrong
    try:
        _write(lab, working_copies, folder)
    except OSError as error:
        return Problem(
            code=ProblemCode.NOT_KEPT,
            cause=_(
                "The copy could not be written to %(folder)s: %(why)s.", folder=folder, why=error.strerror
            ),
            remedy=_("Choose a folder that you may write to."),
        )
    return str(folder if lab.app in _FOUND else folder / lab.app)


def suggested(lab: Lab, parent: Path) -> Path:
    """A folder below `parent` that is free, named after the lab."""
    folder, number = parent / lab.slug, 2
    while folder.exists():
        folder, number = parent / f"{lab.slug}-{number}", number + 1
    return folder


def _wrong(folder: Path) -> Problem | None:
    if not folder.is_absolute():
        return Problem(
            code=ProblemCode.NOT_ABSOLUTE,
            cause=_("%(folder)s does not say where it is.", folder=folder),
            remedy=_("Give the whole path, beginning with / or ~."),
        )
    if not folder.parent.is_dir():
        return Problem(
            code=ProblemCode.NO_PARENT,
            cause=_("There is no folder %(folder)s.", folder=folder.parent),
            remedy=_("Make it first, or choose another."),
        )
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        return Problem(
            code=ProblemCode.TAKEN,
            cause=_("%(folder)s is there already.", folder=folder),
            remedy=_("Give another name; nothing was written."),
        )
    return None


def _write(lab: Lab, working_copies: WorkingCopies, folder: Path) -> None:
    texts = {name: working_copies.read(lab, name) for name in lab.files}
    texts.setdefault(REQUIREMENTS, "".join(f"{name}\n" for name in ("flask", *lab.needs)))
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        for name, text in texts.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(text.encode())
        fresh.chmod(0o777 & ~_umask())
        if folder.exists():
            folder.rmdir()
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _umask() -> int:
    """What the user lets others not do; a temporary folder is for its maker alone."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
