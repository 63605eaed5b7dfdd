"""Why all data cannot be written to a file or read from one, as messages for the user."""

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode


def not_saved() -> Problem:
    """Nothing is written to the store at present, or it is in memory for good."""
    return Problem(
        code=ProblemCode.STORE_NOT_WRITTEN,
        cause=_("The history cannot be written at present, so that nothing can be exported or imported."),
        remedy=_("The settings say why, at “The file and its copies”. Try again when it is repaired."),
    )


def exists(path: str) -> Problem:
    """A file of that name is there already."""
    return Problem(
        code=ProblemCode.EXISTS,
        cause=_("%(path)s exists already.", path=path),
        remedy=_("Choose another name, or move that file away."),
    )


def no_archive(path: str, why: str) -> Problem:
    """The file is not one that Fumehood has written, or it is damaged."""
    return Problem(
        code=ProblemCode.NO_ARCHIVE,
        cause=_("%(path)s cannot be imported: it is damaged, or no file with exported data.", path=path),
        remedy=_(
            "Nothing was changed. Export the data again on the other machine, and copy the new file here."
        ),
        detail=why,
    )


def newer(path: str) -> Problem:
    """The file was written by a later version of Fumehood."""
    return Problem(
        code=ProblemCode.NO_ARCHIVE,
        cause=_("%(path)s was written by a newer Fumehood.", path=path),
        remedy=_("Nothing was changed. Import it with that version or a later one."),
    )


def not_replaced(why: str) -> Problem:
    """The store could not be replaced, because another program holds it or its disk fails."""
    return Problem(
        code=ProblemCode.STORE_NOT_WRITTEN,
        cause=_("The history cannot be replaced: %(why)s.", why=why),
        remedy=_("Nothing was changed. Close other programs that use it, and try again."),
    )


def no_folder(path: str, folder: str) -> Problem:
    """The folder in which the file is to be written does not exist."""
    return Problem(
        code=ProblemCode.FILE_ACCESS,
        cause=_("%(path)s cannot be written: there is no folder %(folder)s.", path=path, folder=folder),
        remedy=_("Create the folder, or name a file in another one."),
    )


def apps_open() -> Problem:
    """Apps are open, whose exchanges would get lost."""
    return Problem(
        code=ProblemCode.APPS_OPEN,
        cause=_("Data can only be imported while no app is open."),
        remedy=_("Close the apps on the bench, then try again."),
    )
