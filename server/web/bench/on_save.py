"""What saving a file of the project does to its app: the two switches of the bench."""

from dataclasses import replace

from flask import Blueprint, render_template, request

from server.web.base.context import services
from server.web.bench.routes import guest_of, guest_variables

blueprint = Blueprint("on_save", __name__, url_prefix="/bench")


@blueprint.post("/<guest_id>/on-save")
def save(guest_id: str) -> str:
    """Store whether a save restarts the app, and whether the shown request is then sent again."""
    guest = guest_of(guest_id)
    projects = services().store.projects
    chosen = replace(
        projects.settings(guest.target),
        restart_on_save=request.form.get("restart") == "yes",
        send_on_save=request.form.get("send") == "yes",
    )
    projects.save(guest.target, chosen)
    if chosen.restart_on_save != guest.status.watch.on:
        guest.watch(chosen.restart_on_save)
    return render_template("bench/_guest_header.html", **guest_variables(guest))
