"""The problem of a file or folder that the system does not let us use."""

import errno
from typing import Final

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# Errors of the system that are none of a program, although they name no file.
_WITHOUT_A_NAME: Final = frozenset(
    {
        errno.EDQUOT,
        errno.EEXIST,  # no name is left for a temporary folder
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ENOSPC,
        errno.EROFS,
    }
)
_NO_ROOM: Final = frozenset({errno.EDQUOT, errno.ENOSPC})
_NOT_THERE: Final = frozenset({errno.ENOENT, errno.ENOTDIR})
_TOO_MANY: Final = frozenset({errno.EMFILE, errno.ENFILE})


def is_of_file(error: BaseException) -> bool:
    """Return whether an error says that a file or folder cannot be used, and not that a program is wrong."""
    return isinstance(error, OSError) and (error.filename is not None or error.errno in _WITHOUT_A_NAME)


def file_problem(error: OSError) -> Problem:
    """Return the problem of an error of the system, with the file that it names."""
    why = error.strerror or str(error)
    # Where a file replaces another one, that is the one that the user knows.
    file = error.filename if error.filename2 is None else error.filename2
    if error.errno in _NO_ROOM:
        remedy = _("Free some disk space, and try again.")
    elif error.errno in _NOT_THERE:
        remedy = _("Check its name, and whether the folders around it still exist.")
    elif error.errno in _TOO_MANY:
        remedy = _("Close apps that you do not need, and try again.")
    else:
        remedy = _("Look at the permissions of it and of the folders around it, and try again.")
    cause = (
        _("%(file)s cannot be used: %(why)s.", file=file, why=why)
        if file is not None
        else _("The system refused to work with a file: %(why)s.", why=why)
    )
    return Problem(code=ProblemCode.FILE_ACCESS, cause=cause, remedy=remedy)
