"""Ask once for trust in a folder of the user's own labs, before their code is read."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from server.web.base.context import services
from server.web.base.htmx import reload_page


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/own/trust", "trust_own", trust, methods=["POST"])


def trust() -> ResponseReturnValue:
    """Remember that the user agreed to run the labs in `folder`, one of the untrusted folders."""
    catalogue = services().catalogue
    waiting = {str(untrusted.folder): untrusted.folder for untrusted in catalogue.untrusted}
    folder = waiting.get(request.form.get("folder", ""))
    if folder is None:
        abort(404)
    services().store.trust.grant(folder)
    catalogue.refresh()
    return reload_page()
