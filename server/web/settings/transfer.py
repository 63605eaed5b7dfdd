"""The page on which all data are written into one file, or read from one."""

from pathlib import Path

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences, settings_file
from server.file_access import home, named_path, typed_path
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.transfer import problems
from server.transfer.exporting import export_data, suggested_name
from server.transfer.importing import archive_problem, import_data
from server.web.base.context import services, settings
from server.web.base.errors import respond

blueprint = Blueprint("transfer", __name__, url_prefix="/settings/data")


@blueprint.get("")
def show() -> str:
    """Show the two forms."""
    return render_template("settings/transfer.html", suggested=home() / suggested_name())


@blueprint.post("/export")
def export() -> ResponseReturnValue:
    """Write all data into the file that the form names."""
    path = _path(request.form.get("file", ""))
    exported = path if isinstance(path, Problem) else export_data(services().store, services().data, path)
    if isinstance(exported, Problem):
        return respond(exported)
    return render_template("settings/_exported.html", exported=exported)


@blueprint.post("/import")
def import_() -> ResponseReturnValue:
    """Replace all data by those of the file that the form names; no app may be open."""
    path = _path(request.form.get("file", ""))
    if isinstance(path, Problem):
        return respond(path)
    problem = archive_problem(path)
    if problem is not None:
        return respond(problem)
    if services().guests.all():
        return respond(problems.apps_open())
    edits = request.form.get("edits") == "yes"
    imported = import_data(services().store, services().data, path, edits=edits)
    if isinstance(imported, Problem):
        return respond(imported)
    settings_file.write(services().data, settings())
    services().catalogue.refresh()
    services().store.cap_bytes = preferences.cap_bytes(settings(), services().store.used_bytes)
    return render_template("settings/_imported.html", imported=imported)


def _path(typed: str) -> Path | Problem:
    """Return the absolute path that the user typed."""
    named = typed_path(typed)
    try:
        path = named_path(named)
        why = _("it is not a whole path")
    except OSError as error:
        path, why = Path(), error.strerror
    if path.is_absolute():
        return path
    return Problem(
        code=ProblemCode.NOT_ABSOLUTE,
        cause=_("%(path)s cannot be a file: %(why)s.", path=named or "“”", why=why),
        remedy=_("Give the whole path, beginning with / or ~."),
    )
