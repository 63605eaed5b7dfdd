"""Export a lab as a project of the user, which is then opened like any other."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from server.file_access import home, typed_path
from server.handbook.catalogue.export import export, suggest_folder
from server.model.lab import Lab
from server.model.problem import Problem
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import go_to, nothing
from server.web.handbook.lookups import lab_of, reader
from server.web.open_app.urls import open_url


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/<slug>/keep", "keep", keep, methods=["POST"])
    blueprint.add_url_rule("/<slug>/keep/pick", "pick_keep", pick, methods=["POST"])


def keep(slug: str) -> ResponseReturnValue:
    """Write the lab, with the reader's edits, into `folder`, and go to the page that opens it."""
    lab = lab_of(slug)
    folder = typed_path(request.form.get("folder", ""))
    with reader().writing_lock:
        exported = export(lab, services().working_copies, folder)
    if isinstance(exported, Problem):
        return respond(exported)
    return go_to(open_url(exported))


def pick(slug: str) -> ResponseReturnValue:
    """Let the user choose the parent folder of the copy in a dialog of the system."""
    lab = lab_of(slug)
    window_api = services().window_api
    chosen = window_api.pick_folder() if window_api is not None else None
    if chosen is None:
        return nothing()
    return render_template("handbook/lab/_export_folder_input.html", folder=suggest_folder(lab, chosen))


def suggested_folder(lab: Lab) -> str:
    """Return the suggested folder of a copy, in the user's home folder."""
    return str(suggest_folder(lab, home()))
