"""The user's own labs: the one question of trust before their code is read."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from server.web.base.context import services
from server.web.base.htmx import reload_page


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/own/trust", "trust_own", trust, methods=["POST"])


def trust() -> ResponseReturnValue:
    """Remember that the user agreed to run the labs in `folder`, one of those that wait for it."""
    catalogue = services().catalogue
    waiting = {str(each.folder): each.folder for each in catalogue.untrusted}
    folder = waiting.get(request.form.get("folder", ""))
    if folder is None:
        abort(404)
    services().store.trust.grant(folder)
    catalogue.look_again()
    return reload_page()
