"""Whether this Fumehood can be replaced: only one in a folder of the user's own can."""

import os
from pathlib import Path
from typing import Final

from desktop.workbench.portable import program_folder
from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

# What lies below it belongs to the package manager, also where an administrator runs Fumehood.
PACKAGES: Final = Path("/usr")


def replaceable() -> Path | Problem:
    """Return the folder of the program, or why it is not replaced and how it is updated instead."""
    program = program_folder()
    cause = _("This Fumehood does not run from an unpacked archive in a folder of yours.")
    if program is None:
        remedy = _("Update it as it was installed: with git pull in a checkout, or with the package manager.")
    elif os.name == "nt":
        cause = _("Windows does not let a running program be replaced.")
        remedy = _("Run the installer of the newer version. Your data stay.")
    elif program.is_relative_to(PACKAGES) or not os.access(program.parent, os.W_OK):
        remedy = _("Install the newer package over it, in the way that this one was installed.")
    else:
        return program
    return Problem(code=ProblemCode.NOT_PORTABLE, cause=cause, remedy=remedy)
