"""One presenter a kind of event, and the Journey through all of them."""

from typing import Final

from server.lenses import (
    cookies,
    exceptions,
    hooks,
    logs,
    response,
    routing,
    session,
    templates,
    view,
    wsgi,
)
from server.lenses.lens import Lens

LENSES: Final[tuple[Lens, ...]] = (
    wsgi.LENS,
    routing.LENS,
    hooks.LENS,
    view.LENS,
    templates.LENS,
    session.LENS,
    cookies.LENS,
    logs.LENS,
    exceptions.LENS,
    response.LENS,
)
