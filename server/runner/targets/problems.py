"""Why a target cannot be run, as sentences."""

from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode


def nothing_named() -> Problem:
    """Nothing was written."""
    return Problem(
        code=ProblemCode.NO_TARGET,
        cause=_("No app was named."),
        remedy=_("Name a folder, a file, module:factory, or lab: and the name of a lab."),
    )


def no_such_lab(slug: str, nearest: tuple[str, ...], labs: tuple[str, ...] = ()) -> Problem:
    """The handbook has no such lab; `labs` are those it has."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("The handbook has no lab named %(slug)s.", slug=slug)
        if slug
        else _("After lab: the name of a lab is missing."),
        remedy=" ".join(filter(None, (did_you_mean(tuple(f"lab:{one}" for one in nearest)), _named(labs)))),
    )


def place_in_lab(lab: str, spec: str) -> Problem:
    """A place on a lab's page, where only the lab itself can be run."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("%(spec)s is a place on a lab's page; here a lab is named without one.", spec=spec),
        remedy=_("Write %(lab)s, without the place.", lab=lab),
    )


def module_elsewhere(module: str, folder: str) -> Problem:
    """A module that is found from a folder below this one, and not from here."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("There is no module named %(module)s in this folder.", module=module),
        remedy=_("It lies in %(folder)s: go there first, with cd %(folder)s", folder=folder),
    )


def no_such_target(spec: str, nearest: tuple[str, ...]) -> Problem:
    """Neither a path nor a module nor a lab."""
    return Problem(
        code=ProblemCode.NO_SUCH_TARGET,
        cause=_("There is no folder, file or module named %(spec)s.", spec=spec),
        remedy=did_you_mean(nearest)
        or _("Check the spelling, and that it is written as seen from this folder."),
    )


def not_python(path: str) -> Problem:
    """The file is something else."""
    return Problem(
        code=ProblemCode.NOT_PYTHON,
        cause=_("%(path)s is no Python file.", path=path),
        remedy=_("Name the .py file that makes the app."),
    )


def empty_folder(path: str) -> Problem:
    """No Python anywhere near."""
    return Problem(
        code=ProblemCode.EMPTY_FOLDER,
        cause=_("The folder %(path)s holds no Python file.", path=path),
        remedy=_("Name the folder in which the app's app.py or package lies."),
    )


def no_app_in_folder(path: str, files: tuple[str, ...]) -> Problem:
    """Python, but nothing that looks like an app."""
    return Problem(
        code=ProblemCode.NO_APP,
        cause=_("None of the files in %(path)s looks like a Flask app.", path=path),
        remedy=_("Name the file or the factory that makes it: file.py, or module:factory."),
        detail="\n".join(files),
    )


def several_apps(path: str, files: tuple[str, ...]) -> Problem:
    """More than one file could be meant."""
    return Problem(
        code=ProblemCode.SEVERAL_APPS,
        cause=_(
            "Several files in %(path)s look like a Flask app: %(files)s.", path=path, files=", ".join(files)
        ),
        remedy=_("Name the one that is meant."),
        detail="\n".join(files),
    )


def _named(labs: tuple[str, ...]) -> str:
    if not labs:
        return str(_("See the handbook for the names of its labs."))
    return str(_("The labs are: %(names)s.", names=", ".join(labs)))


def did_you_mean(names: tuple[str, ...]) -> str:
    """A question after what may have been meant, empty where there is nothing to ask for."""
    if not names:
        return ""
    return str(_("Did you mean %(names)s?", names=_(" or ").join(names)))
