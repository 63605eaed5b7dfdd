"""Show which Fumehood this is, where the data are, what changed, and the licences of its components."""

import platform
import sys
from importlib import metadata

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from server.components.listing import components
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.about import update
from server.web.base.context import resources, services
from server.web.base.errors import NotFoundError
from server.web.home import release_notes

blueprint = Blueprint("about", __name__, url_prefix="/about")
update.register(blueprint)


@blueprint.get("")
def show() -> str:
    """Show the version, the interpreter, the folder of the data, and the changes of this version."""
    return render_template(
        "about/index.html",
        facts=_facts(),
        updater=services().updater,
        releases=release_notes.of_version(resources().changelog, metadata.version("fumehood")),
    )


@blueprint.get("/licences")
def licences() -> str:
    """Show every component with its version and licence."""
    return render_template("about/licences.html", components=components(resources()))


@blueprint.get("/licences/<path:name>")
def licence(name: str) -> str:
    """Show the words of the licences of one component."""
    for component in components(resources()):
        if component.name == name:
            return render_template("about/licence.html", component=component)
    raise NotFoundError(
        Problem(
            code=ProblemCode.HTTP,
            cause=_("Fumehood has no component named %(name)s.", name=name),
            remedy=_("The list of licences has all of them."),
        ),
        leads_to=url_for("about.licences"),
    )


def _facts() -> tuple[tuple[str, str], ...]:
    """Return what somebody who reports a problem is asked for."""
    return (
        ("Fumehood", metadata.version("fumehood")),
        ("Python", platform.python_version()),
        ("Flask", metadata.version("flask")),
        (_("Program"), sys.executable),
        (_("System"), f"{platform.system()} {platform.release()} ({platform.machine()})"),
        (_("Data"), str(services().data)),
    )
