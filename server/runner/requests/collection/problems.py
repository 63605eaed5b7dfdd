"""The problems of saved requests: files that cannot be read, and folders that cannot be written."""

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.collection.folder import FOLDER_NAME, SUFFIX
from server.runner.requests.collection.http_file import BrokenFile, FileFault


def broken_file(name: str, broken: BrokenFile) -> Problem:
    """A file of the folder is not a saved request."""
    place = f"{FOLDER_NAME}/{name}{SUFFIX}" + (f":{broken.line}" if broken.line else "")
    match broken.fault:
        case FileFault.NO_REQUEST:
            cause = _("%(place)s has no request.", place=place)
            remedy = _("Write one such as GET /path into it, or remove the file.")
        case FileFault.REQUEST_LINE:
            cause = _("%(place)s does not begin with a method and a path.", place=place)
            remedy = _("Write them into one line, such as GET /path. A comment begins with #.")
        case FileFault.METHOD:
            cause = _("The method in %(place)s is not one word.", place=place)
            remedy = _("Write one such as GET or POST.")
        case FileFault.ADDRESS:
            cause = _("The path in %(place)s does not begin with /.", place=place)
            remedy = _("Leave out the host: requests go to the app that is open.")
        case FileFault.HEADER:
            cause = _("%(place)s is not a header.", place=place)
            remedy = _("Write Name: value, and an empty line before the body.")
        case FileFault.SEVERAL:
            cause = _("A second request begins at %(place)s.", place=place)
            remedy = _("Move it into a file of its own.")
        case FileFault.TOO_LONG:
            cause = _("%(place)s is longer than Fumehood reads.", place=place)
            remedy = _("Shorten its body, or remove the file.")
        case _:
            cause = _("%(place)s cannot be read.", place=place)
            remedy = _("Make it a text file in UTF-8 that you may read.")
    return Problem(code=ProblemCode.BAD_REQUEST, cause=cause, remedy=remedy, detail=broken.text)


def not_written(name: str, error: OSError) -> Problem:
    """The system refuses to write a saved request."""
    return Problem(
        code=ProblemCode.NOT_WRITABLE,
        cause=_(
            "%(file)s cannot be written: %(why)s.",
            file=f"{FOLDER_NAME}/{name}{SUFFIX}",
            why=error.strerror or str(error),
        ),
        remedy=_(
            "Make the project's folder writable, and see that %(folder)s is no link.", folder=FOLDER_NAME
        ),
    )
