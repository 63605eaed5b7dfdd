"""The lenses in the order of their tabs, and the Journey entry of every kind of event."""

from collections.abc import Mapping
from typing import Final

from server.lenses import (
    app,
    cache,
    config,
    flash,
    form,
    g,
    hook,
    http,
    job,
    log,
    login,
    mail,
    output,
    probe_fault,
    response,
    routing,
    signal,
    stream,
    template,
    thread,
    token,
    view,
    warning,
    websocket,
)
from server.lenses.cookie import lens as cookie
from server.lenses.exception import lens as exception
from server.lenses.kit.journey_entry import JourneyEntry
from server.lenses.kit.lens import Lens
from server.lenses.session import lens as session
from server.lenses.sql import lens as sql
from server.lenses.wsgi import lens as wsgi
from server.model.event import PROBE_FAULT

LENSES: Final[tuple[Lens, ...]] = (
    wsgi.LENS,
    app.LENS,
    routing.LENS,
    hook.LENS,
    view.LENS,
    template.LENS,
    sql.LENS,
    mail.LENS,
    http.LENS,
    cache.LENS,
    signal.LENS,
    config.LENS,
    g.LENS,
    session.LENS,
    cookie.LENS,
    flash.LENS,
    form.LENS,
    login.LENS,
    token.LENS,
    job.LENS,
    thread.LENS,
    websocket.LENS,
    log.LENS,
    warning.LENS,
    output.LENS,
    exception.LENS,
    response.LENS,
    stream.LENS,
)

JOURNEY_ENTRIES: Final[Mapping[str, JourneyEntry]] = {
    **{lens.kind: lens.journey for lens in LENSES},
    PROBE_FAULT: probe_fault.JOURNEY_ENTRY,
}
