"""Opens a place in source code in the user's editor."""

import logging
import os
from pathlib import Path
from typing import Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences
from server.editors.choice import chosen
from server.editors.launch import launch
from server.model.printable import printable, printable_line
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.whole_number import whole_number
from server.runner.processes.environment import user_program_environment
from server.web.base.context import services, settings
from server.web.bench.routes import exchange_of
from server.web.editor.named_places import (
    Place,
    places_of_background,
    places_of_exchange,
    places_of_pauses,
    places_of_routes,
)

blueprint = Blueprint("editor", __name__, url_prefix="/editor")

log = logging.getLogger("fumehood.web")
_UNPROCESSABLE: Final = 422


@blueprint.post("")
def open_place() -> ResponseReturnValue:
    """Open the place `file` and `line` that the exchange or the guest of the form has named.

    The answer says in `opened` which editor was started, or in `problem` why none was.
    """
    place = request.form.get("file", ""), whole_number(request.form.get("line", ""))
    problem = _problem_with(place)
    if problem is None:
        started = _open(place)
        if isinstance(started, str):
            return {"opened": started}
        problem = started
    return {"problem": f"{problem.cause} {problem.remedy}", "code": problem.code}, _UNPROCESSABLE


def _open(place: Place) -> str | Problem:
    """Return the title of the editor that was started, or why there is none."""
    file, line = place
    environment = user_program_environment()
    editor = chosen(preferences.editor(settings()), environment)
    if editor is None:
        return Problem(
            code=ProblemCode.NO_EDITOR,
            cause=_("No editor was found that can be opened from here."),
            remedy=_("The place was copied instead. Choose an editor in the settings."),
        )
    try:
        launch(editor.command_for(file, line), environment)
    except (OSError, ValueError) as error:
        log.info("the editor %s was not started: %s", editor.title, error)
        return Problem(
            code=ProblemCode.NO_EDITOR,
            cause=_("%(editor)s could not be started.", editor=printable_line(editor.title)),
            remedy=_("The place was copied instead. Choose another editor in the settings."),
        )
    return printable(editor.title)


def _problem_with(place: Place) -> Problem | None:
    """Return why a place is not opened: nobody named it, or it is no file here."""
    file = place[0]
    remedy = _("The place was copied instead.")
    if place not in _named_places():
        cause = _("This place is not known here any more.")
    elif printable_line(file) != file or not Path(file).is_absolute():
        cause = _("This name of a file cannot be opened.")
    elif not os.path.isfile(file):
        cause = _("There is no file %(file)s any more.", file=file)
    else:
        return None
    return Problem(code=ProblemCode.NO_SUCH_PLACE, cause=cause, remedy=remedy)


def _named_places() -> set[Place]:
    number = whole_number(request.form.get("exchange", ""))
    exchange = exchange_of(number) if number is not None and number > 0 else None
    found = places_of_exchange(exchange) if exchange is not None else set()
    app = services().guests.get(exchange.guest) if exchange is not None else None
    if exchange is not None and app is not None and exchange.run == app.run:
        found |= places_of_pauses(app.paused(exchange.number))
    guest = services().guests.get(request.form.get("guest", ""))
    if guest is not None:
        found |= places_of_routes(guest.status.routes) | places_of_background(guest.background)
    return found
