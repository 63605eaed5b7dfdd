"""The page of an app's settings, and the choice of its interpreter."""

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from server import preferences
from server.file_access import typed_path
from server.i18n import gettext as _
from server.model.guest import TargetKind
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.runner.targets.interpreters import usable_python
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.base.htmx import go_to
from server.web.bench.routes import guest_of, guest_variables
from server.web.bench.urls import bench_url
from server.web.open_app import interpreter
from server.web.open_app.starting import configure, restart_on
from server.web.project.settings_form import read_settings

blueprint = Blueprint("project", __name__, url_prefix="/bench")


@blueprint.get("/<guest_id>/settings")
def show(guest_id: str) -> str:
    """Show the settings of the guest's app; `variable` in the query is a name to be filled in."""
    guest = guest_of(guest_id)
    chosen = services().store.projects.settings(guest.target)
    return render_template(
        "project/settings.html",
        guest=guest,
        status=guest.status,
        chosen=chosen,
        is_program=guest.target.kind is TargetKind.PROGRAM,
        variables=tuple((each.name, each.value) for each in chosen.variables if not each.secret),
        secrets=tuple(each.name for each in chosen.variables if each.secret),
        wanted=request.args.get("variable", ""),
        interpreters=_options(guest),
        limits=preferences.LIMITS,
        general={limit.name: preferences.number(settings(), limit) for limit in preferences.LIMITS},
    )


@blueprint.post("/<guest_id>/settings")
def save(guest_id: str) -> ResponseReturnValue:
    """Store the values of the form, restart the app with them, and show its bench."""
    guest = guest_of(guest_id)
    secrets, projects, target = services().secrets, services().store.projects, guest.target
    read = read_settings(request.form, target, projects.settings(target), secrets.of(target))
    if isinstance(read, Problem):
        return respond(read)
    chosen, values = read
    try:
        secrets.keep(target, values)
    except OSError as error:
        return respond(
            Problem(
                code=ProblemCode.STORE_NOT_WRITTEN,
                cause=_("The secret variables cannot be saved: %(why)s.", why=error.strerror or str(error)),
                remedy=_("Make the folder of Fumehood's data writable, and save again."),
            )
        )
    projects.save(target, chosen)
    if "python" in request.form:
        return _restarted(guest, request.form["python"])
    configure(guest)
    guest.restart()
    return go_to(bench_url(guest))


@blueprint.get("/<guest_id>/interpreters")
def interpreters(guest_id: str) -> str:
    """Show the interpreters to choose from for a guest that is open."""
    guest = guest_of(guest_id)
    return render_template("project/_interpreter_form.html", guest=guest, interpreters=_options(guest))


@blueprint.post("/<guest_id>/interpreter")
def use_interpreter(guest_id: str) -> ResponseReturnValue:
    """Run the app on another interpreter from now on."""
    return _restarted(guest_of(guest_id), request.form.get("python", ""))


@blueprint.post("/<guest_id>/notice")
def hide_notice(guest_id: str) -> str:
    """Show the warning about the app's interpreter no more, now and whenever the app is opened."""
    guest = guest_of(guest_id)
    projects = services().store.projects
    projects.save(guest.target, replace(projects.settings(guest.target), notice_hidden=True))
    return render_template("bench/_guest_header.html", **guest_variables(guest))


def _options(guest: Guest) -> tuple[interpreter.InterpreterOption, ...]:
    named = str(guest.python) if guest.python is not None else ""
    return interpreter.options(interpreter.choose(guest.target.spec, named, guest.target))


def _restarted(guest: Guest, named: str) -> ResponseReturnValue:
    """Restart the guest on the interpreter that was named, and show its bench."""
    choice = interpreter.choose(guest.target.spec, typed_path(named), guest.target)
    python = usable_python(choice)
    if isinstance(python, Problem):
        return respond(python)
    restart_on(guest, choice, python)
    return go_to(bench_url(guest))
