"""The problems of finding an app and an interpreter to run it on."""

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


def nothing_named() -> Problem:
    """The user named no app."""
    return Problem(
        code=ProblemCode.NO_TARGET,
        cause=_("No app was named."),
        remedy=_("Name a folder, a file, module:factory, or lab: and the name of a lab."),
    )


def no_program_named() -> Problem:
    """After `run:` there is no program."""
    return Problem(
        code=ProblemCode.NO_TARGET,
        cause=_("No program was named."),
        remedy=_("Name a file with its arguments, -m and a module, or a script of the app's environment."),
    )


def unbalanced_quotes(spec: str) -> Problem:
    """The command line of a program has a quote without its partner."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("The quotes in %(spec)s do not match.", spec=spec),
        remedy=_("Write the program and its arguments as in a terminal."),
    )


def no_such_lab(slug: str, nearest: tuple[str, ...], labs: tuple[str, ...] = ()) -> Problem:
    """The handbook has no lab `slug`; `nearest` are similar names, `labs` all names it has."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("The handbook has no lab named %(slug)s.", slug=slug)
        if slug
        else _("After lab: the name of a lab is missing."),
        remedy=" ".join(
            filter(None, (did_you_mean(tuple(f"lab:{one}" for one in nearest)), _list_of_labs(labs)))
        ),
        better_target=f"lab:{nearest[0]}" if nearest else "",
    )


def place_in_lab(lab: str, spec: str) -> Problem:
    """The user named a place on a lab's page, where only a whole lab can be run."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("%(spec)s is a place on a lab's page, but only a whole lab can be run.", spec=spec),
        remedy=_("Write %(lab)s, without the place.", lab=lab),
    )


def module_elsewhere(module: str, folder: str) -> Problem:
    """The module is in a subfolder, and cannot be imported from this folder."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("There is no module named %(module)s in this folder.", module=module),
        remedy=_("It is in %(folder)s: change to that folder first, with cd %(folder)s", folder=folder),
    )


def no_such_target(spec: str, nearest: tuple[str, ...], here: str) -> Problem:
    """`spec` is neither a path nor a module nor a lab; relative paths begin in the folder `here`."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("There is no folder, file or module named %(spec)s.", spec=spec),
        remedy=did_you_mean(nearest)
        or _("Check the spelling, and that the path is relative to %(folder)s.", folder=here),
        better_target=nearest[0] if nearest else "",
    )


def unreadable(path: str, why: str) -> Problem:
    """The system refuses to look at the file or folder."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("%(path)s cannot be read: %(why)s.", path=path, why=why),
        remedy=_("Look at the permissions of it and of the folders around it, and try again."),
    )


def not_a_python_file(path: str) -> Problem:
    """The file is not a Python file."""
    return Problem(
        code=ProblemCode.NOT_PYTHON,
        cause=_("%(path)s is not a Python file.", path=path),
        remedy=_("Name the .py file that creates the app."),
    )


def empty_folder(path: str) -> Problem:
    """The folder contains no Python file."""
    return Problem(
        code=ProblemCode.EMPTY_FOLDER,
        cause=_("The folder %(path)s contains no Python file.", path=path),
        remedy=_("Name the folder that contains the app's app.py or package."),
    )


def no_app_in_folder(path: str, files: tuple[str, ...]) -> Problem:
    """The folder contains Python files, but none that creates a Flask app."""
    return Problem(
        code=ProblemCode.NO_APP,
        cause=_("None of the files in %(path)s looks like a Flask app.", path=path),
        remedy=_("Name the file or the factory that creates it: file.py, or module:factory."),
        detail="\n".join(files),
    )


def interpreter_not_found(path: str) -> Problem:
    """There is no file at the path."""
    return Problem(
        code=ProblemCode.PYTHON_NOT_FOUND,
        cause=_("There is no interpreter at %(path)s.", path=path),
        remedy=_choose_interpreter(),
    )


def no_environment(path: str) -> Problem:
    """The folder contains no interpreter."""
    return Problem(
        code=ProblemCode.PYTHON_NOT_FOUND,
        cause=_("The folder %(path)s is not a virtual environment.", path=path),
        remedy=_choose_interpreter(),
    )


def not_executable(path: str, why: str) -> Problem:
    """The operating system refuses to run the file."""
    return Problem(
        code=ProblemCode.PYTHON_NOT_EXECUTABLE,
        cause=_("%(path)s cannot be run.", path=path),
        remedy=_choose_interpreter(),
        detail=why,
    )


def not_an_interpreter(path: str, output: str) -> Problem:
    """The program runs, but does not answer like a Python interpreter."""
    return Problem(
        code=ProblemCode.NOT_A_PYTHON,
        cause=_("%(path)s does not answer like a Python interpreter.", path=path),
        remedy=_choose_interpreter(),
        detail=output,
    )


def too_slow(path: str, seconds: float) -> Problem:
    """The interpreter did not answer in time."""
    return Problem(
        code=ProblemCode.PYTHON_TOO_SLOW,
        cause=_("%(path)s did not answer within %(seconds)g s.", path=path, seconds=seconds),
        remedy=_choose_interpreter(),
    )


def too_old(path: str, version: str, oldest: str) -> Problem:
    """The interpreter is older than the probe supports."""
    return Problem(
        code=ProblemCode.PYTHON_TOO_OLD,
        cause=_(
            "%(path)s is Python %(version)s, which is too old for the probe.", path=path, version=version
        ),
        remedy=_("Use Python %(oldest)s or later.", oldest=oldest),
    )


def did_you_mean(names: tuple[str, ...]) -> str:
    """Return the question whether one of `names` was meant; empty if there are none."""
    if not names:
        return ""
    return str(_("Did you mean %(names)s?", names=_(" or ").join(names)))


def _list_of_labs(labs: tuple[str, ...]) -> str:
    if not labs:
        return str(_("See the handbook for the names of its labs."))
    return str(_("The labs are: %(names)s.", names=", ".join(labs)))


def _choose_interpreter() -> str:
    return str(_("Name a Python interpreter, or the folder of a virtual environment."))
