"""What can be wrong with the store, as sentences."""

from collections.abc import Callable

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# Made when it is read, for only the reader has a language.
Reason = Callable[[], Problem]


def newer(path: str) -> Problem:
    """The file belongs to a later version."""
    return Problem(
        code=ProblemCode.STORE_NEWER,
        cause=_(
            "The history in %(path)s was written by a newer Fumehood, and this one cannot read it.", path=path
        ),
        remedy=_("Use the newer Fumehood. Until then what you do here is kept only until you close it."),
    )


def damaged(path: str, aside: str, why: str) -> Problem:
    """The file was no database, or a broken one."""
    return Problem(
        code=ProblemCode.STORE_DAMAGED,
        cause=_("The history in %(path)s was damaged.", path=path),
        remedy=_("A new one was begun. The damaged file was kept as %(aside)s.", aside=aside),
        detail=why,
    )


def unusable(path: str, why: str) -> Problem:
    """The file can be neither read nor made."""
    return Problem(
        code=ProblemCode.STORE_UNUSABLE,
        cause=_("The history in %(path)s cannot be opened: %(why)s.", path=path, why=why),
        remedy=_("Make the folder writable. Until then what you do here is kept only until you close it."),
        detail=why,
    )


def not_written(why: str) -> Problem:
    """Something could not be written while running."""
    return Problem(
        code=ProblemCode.STORE_NOT_WRITTEN,
        cause=_("The history could not be written: %(why)s.", why=why),
        remedy=_("Make room on the disk. What could not be written is lost, all else goes on."),
        detail=why,
    )
