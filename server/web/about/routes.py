"""Show which Fumehood this is, where the user's data are, and what changed."""

import platform
import sys
from importlib import metadata

from flask import Blueprint, render_template
from flask_babel import gettext as _

from server.web.base.context import resources, services
from server.web.home import release_notes

blueprint = Blueprint("about", __name__, url_prefix="/about")


@blueprint.get("")
def show() -> str:
    """Show the version, the interpreter, the folder of the data, and the changes of this version."""
    return render_template(
        "about/index.html",
        facts=_facts(),
        releases=release_notes.of_version(resources().changelog, metadata.version("fumehood")),
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
