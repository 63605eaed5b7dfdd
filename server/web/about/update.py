"""Routes that replace an unpacked Fumehood with a newer archive, or with the version before."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.file_access import named_path, resolved, typed_path
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import nothing, reload_page


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/update", "update", update, methods=["POST"])
    blueprint.add_url_rule("/update/pick", "pick_archive", pick, methods=["POST"])
    blueprint.add_url_rule("/update/back", "go_back", go_back, methods=["POST"])
    blueprint.add_url_rule("/update/cancel", "cancel_update", cancel, methods=["POST"])
    blueprint.add_url_rule("/update/restart", "restart", restart, methods=["POST"])


def update() -> ResponseReturnValue:
    """Check and unpack the archive `archive`, and plan to use it from the next start on."""
    updater = services().updater
    typed = typed_path(request.form.get("archive", ""))
    if not typed:
        return respond(
            Problem(
                code=ProblemCode.NO_TARGET,
                cause=_("No archive was named."),
                remedy=_("Choose the archive of a release that you have downloaded."),
            )
        )
    return _answer(updater.plan_update(resolved(named_path(typed))) if updater is not None else None)


def pick() -> ResponseReturnValue:
    """Let the user choose an archive in a dialog of the system."""
    window_api = services().window_api
    chosen = window_api.pick_archive() if window_api is not None else None
    if chosen is None:
        return nothing()
    return render_template("about/_archive_input.html", archive=str(chosen))


def go_back() -> ResponseReturnValue:
    """Plan to use the version from before the last update again."""
    updater = services().updater
    return _answer(updater.plan_return() if updater is not None else None)


def cancel() -> ResponseReturnValue:
    """Keep the present version, and remove what was unpacked."""
    updater = services().updater
    if updater is not None:
        updater.cancel()
    return _answer(None)


def restart() -> ResponseReturnValue:
    """Close Fumehood, so that the planned change is made, and open it again."""
    updater = services().updater
    if updater is None or updater.planned is None or not updater.restart():
        return nothing()
    return render_template("about/_restarting.html")


def _answer(problem: Problem | None) -> ResponseReturnValue:
    return respond(problem) if problem is not None else reload_page()
