"""One presenter a kind of event, and the Journey through all of them."""

from typing import Final

from server.lenses import (
    exception,
    flash,
    form,
    hook,
    job,
    log,
    login,
    mail,
    output,
    response,
    routing,
    signal,
    template,
    token,
    view,
    warning,
)
from server.lenses.cookie import lens as cookie
from server.lenses.kit.lens import Lens
from server.lenses.session import lens as session
from server.lenses.sql import lens as sql
from server.lenses.wsgi import lens as wsgi

LENSES: Final[tuple[Lens, ...]] = (
    wsgi.LENS,
    routing.LENS,
    hook.LENS,
    view.LENS,
    template.LENS,
    sql.LENS,
    mail.LENS,
    signal.LENS,
    session.LENS,
    cookie.LENS,
    flash.LENS,
    form.LENS,
    login.LENS,
    token.LENS,
    job.LENS,
    log.LENS,
    warning.LENS,
    output.LENS,
    exception.LENS,
    response.LENS,
)
