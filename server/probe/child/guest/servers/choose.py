"""The choice of the server for the guest's application."""

from __future__ import annotations

from typing import Any, Callable, Union

from ..failure import GuestStartError, last_line
from . import eventlet_server, gevent_server, waitress_server
from .eventlet_server import EventletServer
from .gevent_server import GeventServer
from .waitress_server import WaitressServer

WAITRESS = "waitress"
GEVENT = "gevent"
EVENTLET = "eventlet"

Server = Union[WaitressServer, GeventServer, EventletServer]


def kind_for_process() -> str:
    """Return the kind of server that fits this process: that of the library that has patched it, if any."""
    if gevent_server.has_patched():
        return GEVENT
    if eventlet_server.has_patched():
        return EVENTLET
    return WAITRESS


def open_server(
    app: Callable[..., Any], *, threads: int, lent_waitress: str | None, kind: str | None = None
) -> Server:
    """Open a free port of 127.0.0.1 for an application; GuestStartError says why that is not possible.

    `kind` is one of the names above; None leaves the choice to `kind_for_process`.
    """
    kind = kind or kind_for_process()
    if kind == WAITRESS:
        module, label = waitress_server.import_waitress(lent_waitress)
        return WaitressServer(module, label, app, threads)
    try:
        return GeventServer(app) if kind == GEVENT else EventletServer(app)
    except GuestStartError:
        raise
    except Exception as error:
        raise GuestStartError("no-server", last_line(error), error) from error
