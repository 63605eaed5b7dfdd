"""The problems of an app that is a program, or had better be run as one."""

import re
import shlex
from pathlib import Path
from typing import Final

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.targets.programs import RUN_PREFIX

# Where a frame of a traceback is.
_PLACE: Final = re.compile(r'^  File "([^"\n]+)", line (\d+)', re.MULTILINE)
_LIBRARY: Final = frozenset({"site-packages", "dist-packages"})


def program_problem(  # noqa: PLR0913 - what the probe reported, and what is known here
    code: str, message: str, root: str, program: str, printed: str, *, traceback: str = ""
) -> Problem | None:
    """Return the problem of one of these codes of docs/channel.md; None for any other code.

    `program` is the path of a file that may do better as a program, relative to the folder `root` of the app,
    "" if there is none; `printed` is what the app printed.
    """
    command = record_command(root, program)
    match code:
        case "below-main":
            cause = _("%(program)s creates no app while it is imported.", program=Path(program).name)
            remedy = _(
                'It has more to do below if __name__ == "__main__", which only a program reaches.'
                " Run it as one: %(command)s",
                command=command,
            )
        case "no-app" if program:
            cause = _("No Flask app was found: %(message)s", message=message)
            remedy = _("If it starts its server itself, run it as a program: %(command)s", command=command)
        case "serves-at-import":
            cause = _("The app starts a server while it is imported: %(message)s", message=message)
            remedy = _('Move the call below if __name__ == "__main__".')
            if program:
                remedy = _("Run it as a program: %(command)s", command=command)
        case "no-server-started":
            cause = _("The program started no server: %(message)s", message=message)
            remedy = _("Give it the arguments with which it serves.")
            if printed:
                remedy = _("What it printed may say why, or which arguments it needs.")
        case "program-error":
            cause = _("The program failed before it started a server: %(message)s", message=message)
            remedy = traceback_remedy(traceback, root)
        case "no-program":
            cause = _("There is no such program: %(message)s", message=message)
            remedy = _(
                "Name a file, -m and a module, or a script of the app's environment, which --python chooses."
            )
        case _:
            return None
    better_target = f"{RUN_PREFIX}{shlex.quote(str(Path(root) / program))}" if program else ""
    return Problem(code=ProblemCode(code), cause=cause, remedy=remedy, better_target=better_target)


def traceback_remedy(traceback: str, root: str) -> str:
    """Return which line to look at: the app's own last one where the traceback ends in a library."""
    places = [(Path(place[1]), place[2]) for place in _PLACE.finditer(traceback)]
    own = [
        place
        for place in places
        if root and place[0].is_relative_to(root) and not _LIBRARY & {*place[0].parts}
    ]
    if own and own[-1] != places[-1]:
        file, line = own[-1]
        return str(
            _(
                "The traceback ends in a library. The app's own last line in it is %(place)s.",
                place=f"{file.relative_to(root)}:{line}",
            )
        )
    return str(_("Fix the line at the end of the traceback."))


def record_command(root: str, program: str) -> str:
    """Return the command that records a request to a program in the folder `root`, from any folder."""
    # Quoted once for the program's own command line, and again for the shell.
    return f"{change_to(root)}fumehood record --run {shlex.quote(shlex.quote(program))} /"


def change_to(folder: str) -> str:
    """Return how a command line begins that changes to a folder first."""
    return f"cd {shlex.quote(folder)} && "
