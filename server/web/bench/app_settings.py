"""The settings of one app, which hold whenever it is opened: its limits, its port, and a warning hidden."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.whole_number import whole_number
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.bench.routes import guest_of, guest_variables

blueprint = Blueprint("app_settings", __name__, url_prefix="/bench")


@blueprint.post("/<guest_id>/settings")
def save(guest_id: str) -> ResponseReturnValue:
    """Store the values of the form and restart the guest; an empty field stands for the general setting."""
    guest = guest_of(guest_id)
    values: dict[str, Any] = {}
    for setting in (*preferences.LIMITS, preferences.PORT):
        text = request.form.get(setting.name, "").strip()
        number = whole_number(text)
        if text and (number is None or not setting.least <= number <= setting.most):
            return respond(_out_of_bounds(text, setting))
        values[setting.name] = number
    projects = services().store.projects
    chosen = replace(projects.settings(guest.target), **values)
    projects.save(guest.target, chosen)
    guest.configure(preferences.limits(settings(), chosen), chosen.port)
    guest.restart()
    return render_template("bench/_guest_header.html", **guest_variables(guest)), {
        "HX-Retarget": "#guest-head",
        "HX-Reswap": "innerHTML",
    }


@blueprint.post("/<guest_id>/notice")
def hide_notice(guest_id: str) -> str:
    """Show the warning about the app's interpreter no more, now and whenever the app is opened."""
    guest = guest_of(guest_id)
    projects = services().store.projects
    projects.save(guest.target, replace(projects.settings(guest.target), notice_hidden=True))
    return render_template("bench/_guest_header.html", **guest_variables(guest))


def _out_of_bounds(text: str, setting: preferences.NumberPreference) -> Problem:
    return Problem(
        code=ProblemCode.OUT_OF_BOUNDS,
        cause=_("%(value)s is not allowed here.", value=text),
        remedy=_("Enter a whole number from %(least)s to %(most)s.", least=setting.least, most=setting.most),
    )
