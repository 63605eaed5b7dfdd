"""The page with the environments of a project, whose variables its requests can use."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.web.base.errors import respond
from server.web.base.htmx import go_to
from server.web.bench.routes import guest_of
from server.web.requests import environments

blueprint = Blueprint("requests", __name__, url_prefix="/bench")


@blueprint.get("/<guest_id>/variables")
def show_variables(guest_id: str) -> str:
    """Show the environments of the guest's app with their variables."""
    guest = guest_of(guest_id)
    return render_template(
        "requests/variables.html",
        guest=guest,
        environments=environments.all_of(guest.target),
        most=environments.MOST_ENVIRONMENTS,
    )


@blueprint.post("/<guest_id>/variables")
def save_variables(guest_id: str) -> ResponseReturnValue:
    """Store the environment of the form, in the place of `former` if that is given; or `remove` that one."""
    guest = guest_of(guest_id)
    former = request.form.get("former", "")
    if "remove" in request.form:
        problem = environments.remove(guest.target, former)
    else:
        problem = environments.save(guest.target, former, request.form)
    return (
        go_to(url_for("requests.show_variables", guest_id=guest_id)) if problem is None else respond(problem)
    )
