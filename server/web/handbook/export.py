"""Keeping a copy of a lab as a project of one's own, which is then opened like any other."""

from pathlib import Path

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from server.handbook.catalogue.export import keep as keep_copy
from server.handbook.catalogue.export import suggested
from server.model.lab import Lab
from server.model.problem import Problem
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import go_to, nothing
from server.web.handbook.lookups import lab_of, reader
from server.web.open_app.urls import open_url


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/<slug>/keep", "keep", keep, methods=["POST"])
    blueprint.add_url_rule("/<slug>/keep/pick", "pick_keep", pick, methods=["POST"])


def keep(slug: str) -> ResponseReturnValue:
    """Write the lab as the reader has it into `folder`; the page that opens projects asks for trust in it."""
    lab = lab_of(slug)
    folder = request.form.get("folder", "").strip()
    with reader().writing_lock:
        kept = keep_copy(lab, services().working_copies, Path(folder))
    if isinstance(kept, Problem):
        return respond(kept)
    return go_to(open_url(kept))


def pick(slug: str) -> ResponseReturnValue:
    """Let the user choose, in the system's own dialog, the folder in which the copy is to lie."""
    lab = lab_of(slug)
    window_api = services().window_api
    chosen = window_api.pick_folder() if window_api is not None else None
    if chosen is None:
        return nothing()
    return render_template("handbook/_keep_folder.html", folder=suggested(lab, chosen))


def offered(lab: Lab) -> str:
    """Where a copy would lie if nobody said otherwise: in the user's own folder."""
    return str(suggested(lab, Path.home()))
