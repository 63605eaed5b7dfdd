"""The pages of a project's environments and of its saved requests."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.collection import comparison, folder, making, problems
from server.web.base.errors import respond
from server.web.base.htmx import go_to
from server.web.bench.routes import guest_of
from server.web.open_app.starting import is_watchable
from server.web.requests import environments, saved_form

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


@blueprint.get("/<guest_id>/saved")
def show_saved(guest_id: str) -> str:
    """Show the saved requests of the guest's project, and how they differ from its routes."""
    guest = guest_of(guest_id)
    files = folder.collected(guest.target.root)
    check = comparison.compare(files, guest.status.routes)
    return render_template(
        "requests/saved.html",
        guest=guest,
        folder=folder.FOLDER_NAME,
        files=[file for file in files if (file.name, file.content) not in check.broken],
        check=check,
        broken=[problems.broken_file(name, fault) for name, fault in check.broken],
        has_routes=bool(guest.status.routes),
    )


@blueprint.post("/<guest_id>/saved")
def save_request(guest_id: str) -> ResponseReturnValue:
    """Save the request of the composer as `save-as`; `opened` is the saved request that may be replaced."""
    guest = guest_of(guest_id)
    if not is_watchable(guest.target):
        return respond(_no_project())
    root = guest.target.root
    title = " ".join(request.form.get("save-as", "").split())
    name = folder.file_name(title)
    if not name:
        return respond(
            Problem(
                code=ProblemCode.BAD_NAME,
                cause=_("The request to be saved has no name."),
                remedy=_("Enter one of letters or digits, such as Log in. A slash makes a folder."),
            )
        )
    if name != request.form.get("opened", "") and folder.find(root, name) is not None:
        return respond(
            Problem(
                code=ProblemCode.TAKEN,
                cause=_("There is a saved request of that name already."),
                remedy=_("Enter another name, or open that one under Saved requests to change it."),
            )
        )
    method, target = request.form.get("method", "GET").upper(), request.form.get("url", "/")
    rule = comparison.rule_of(method, target, guest.status.routes)
    found = saved_form.to_save(request.form, title.rpartition("/")[2].strip(), rule)
    if isinstance(found, Problem):
        return respond(found)
    try:
        folder.save(root, name, found.request)
    except OSError as error:
        return respond(problems.not_written(name, error))
    place = f"{folder.FOLDER_NAME}/{name}{folder.SUFFIX}"
    return render_template("requests/_saved.html", place=place, name=name, replaced=found.replaced)


@blueprint.post("/<guest_id>/saved/make")
def make_requests(guest_id: str) -> ResponseReturnValue:
    """Save a request for each route that has none."""
    guest = guest_of(guest_id)
    if not is_watchable(guest.target):
        return respond(_no_project())
    made = making.make(guest.target.root, guest.status.routes)
    return (
        respond(made)
        if isinstance(made, Problem)
        else go_to(url_for("requests.show_saved", guest_id=guest_id))
    )


def _no_project() -> Problem:
    return Problem(
        code=ProblemCode.NOT_WRITABLE,
        cause=_("The labs of the handbook take no saved requests: they are part of Fumehood."),
        remedy=_("Edit the lab, or copy it as a project, and save the request there."),
    )
