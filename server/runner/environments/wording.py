"""How the interface words where an interpreter comes from, and that an app has none of its own."""

import platform
from pathlib import Path

from server.i18n import gettext as _
from server.model.notice import Notice
from server.runner.environments.choice import OWN_NAME, InterpreterChoice
from server.runner.environments.environment import Environment, FoundBy


def reason(origin: FoundBy) -> str:
    """Return why an interpreter was chosen or offered, as a phrase."""
    reasons = {
        FoundBy.NAMED: _("it was named"),
        FoundBy.ACTIVE: _("it is active in the terminal"),
        FoundBy.CONDA_ACTIVE: _("it is conda's active environment"),
        FoundBy.UV: _("UV_PROJECT_ENVIRONMENT names it"),
        FoundBy.FOLDER: _("it is in the project's folder"),
        FoundBy.ABOVE: _("it is in a folder above the project"),
        FoundBy.PDM: _(".pdm-python names it"),
        FoundBy.POETRY: _("Poetry keeps it for this project"),
        FoundBy.PIPENV: _("Pipenv keeps it for this project"),
        FoundBy.HATCH: _("Hatch keeps it for this project"),
        FoundBy.CONDA: _("environment.yml names it"),
        FoundBy.PYENV: _(".python-version names it"),
        FoundBy.OWN: _("no environment of the project was found"),
    }
    return str(reasons[origin])


def describe(environment: Environment) -> str:
    """Return versions and reason of an environment in one line: `Python 3.12.1, Flask 3.1.3: it is …`."""
    versions = [f"Python {environment.version}" if environment.version else "Python"]
    versions.append(f"Flask {environment.flask}" if environment.flask else str(_("no Flask")))
    return f"{', '.join(versions)}: {reason(environment.origin)}"


def own_python() -> str:
    """Return the name of our own interpreter with its version."""
    return str(_("Fumehood's own Python %(version)s", version=platform.python_version()))


def used_interpreter(choice: InterpreterChoice) -> str:
    """Return the sentence that says which interpreter an app runs on, and why that one."""
    interpreter = own_python() if choice.python is None else str(choice.python)
    return str(
        _(
            "The app runs on %(interpreter)s: %(reason)s.",
            interpreter=interpreter,
            reason=reason(choice.origin),
        )
    )


def fallback_notice(choice: InterpreterChoice, folder: Path) -> Notice | None:
    """Return the warning that an app runs on our own interpreter for want of another; None if it does not."""
    return (
        Notice(
            cause=_fallback_cause(folder),
            remedy=_(
                "Make one there, such as .venv, activate one, or name it with --python;"
                " --python %(name)s says that this one is meant.",
                name=OWN_NAME,
            ),
        )
        if choice.is_fallback
        else None
    )


def page_notice(folder: Path) -> Notice:
    """Return the same warning for a page, where interpreters are chosen from a list."""
    return Notice(
        cause=_fallback_cause(folder),
        remedy=_("Create one there, such as .venv, or choose another Python above."),
    )


def _fallback_cause(folder: Path) -> str:
    return str(
        _(
            "No environment was found for %(folder)s, so the app runs on %(own)s with its packages.",
            folder=str(folder),
            own=own_python(),
        )
    )
