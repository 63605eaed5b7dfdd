"""The problems that the store may have, as messages for the user."""

from collections.abc import Callable

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# Built when it is shown, in the language of that request.
Reason = Callable[[], Problem]


def newer(path: str) -> Problem:
    """The file belongs to a later version."""
    return Problem(
        code=ProblemCode.STORE_NEWER,
        cause=_(
            "The history in %(path)s was written by a newer Fumehood, and this one cannot read it.", path=path
        ),
        remedy=_("Use the newer Fumehood. Until then, what you do here is lost when you close Fumehood."),
    )


def damaged(path: str, aside: str, why: str) -> Problem:
    """The file is not a database or is corrupt."""
    return Problem(
        code=ProblemCode.STORE_DAMAGED,
        cause=_("The history in %(path)s was damaged.", path=path),
        remedy=_("A new one was started. The damaged file was kept as %(aside)s.", aside=aside),
        detail=why,
    )


def unusable(path: str, why: str) -> Problem:
    """The file can be neither read nor created."""
    return Problem(
        code=ProblemCode.STORE_UNUSABLE,
        cause=_("The history in %(path)s cannot be opened: %(why)s.", path=path, why=why),
        remedy=_("Make the folder writable. Until then, what you do here is lost when you close Fumehood."),
        detail=why,
    )


def not_written(why: str) -> Problem:
    """A write failed while the program was running."""
    return Problem(
        code=ProblemCode.STORE_NOT_WRITTEN,
        cause=_("The history could not be written: %(why)s.", why=why),
        remedy=_("Free some disk space. What could not be written is lost; everything else continues."),
        detail=why,
    )
