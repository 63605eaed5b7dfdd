"""One presenter a kind of event, and the Journey through all of them."""

from typing import Final

from server.lenses import (
    cookies,
    exceptions,
    flashes,
    forms,
    hooks,
    jobs,
    logins,
    logs,
    mail,
    output,
    response,
    routing,
    session,
    signals,
    sql,
    templates,
    tokens,
    view,
    warns,
    wsgi,
)
from server.lenses.lens import Lens

LENSES: Final[tuple[Lens, ...]] = (
    wsgi.LENS,
    routing.LENS,
    hooks.LENS,
    view.LENS,
    templates.LENS,
    sql.LENS,
    mail.LENS,
    signals.LENS,
    session.LENS,
    cookies.LENS,
    flashes.LENS,
    forms.LENS,
    logins.LENS,
    tokens.LENS,
    jobs.LENS,
    logs.LENS,
    warns.LENS,
    output.LENS,
    exceptions.LENS,
    response.LENS,
)
