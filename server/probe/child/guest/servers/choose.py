"""The choice of the server for the guest's application."""

from __future__ import annotations

import _socket
import contextlib
import sys
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
    app: Callable[..., Any],
    *,
    threads: int,
    lent_waitress: str | None,
    kind: str | None = None,
    wanted_port: int = 0,
) -> Server:
    """Open a port of 127.0.0.1 for an application; GuestStartError says why that is not possible.

    It is `wanted_port` if that can be had, or else any free one. `kind` is one of the names above; None
    leaves the choice to `kind_for_process`.
    """
    kind = kind or kind_for_process()
    port = wanted_port if can_have(wanted_port) else 0
    if kind == WAITRESS:
        module, label = waitress_server.import_waitress(lent_waitress)
        return WaitressServer(module, label, app, threads, port)
    try:
        return GeventServer(app, port) if kind == GEVENT else EventletServer(app, port)
    except GuestStartError:
        raise
    except Exception as error:
        raise GuestStartError("no-server", last_line(error), error) from error


def can_have(port: int) -> bool:
    """Return whether this process may listen on a port of 127.0.0.1 that nobody listens on."""
    with contextlib.closing(_socket.socket()) as probe:
        # Connections of the app's last start may still be closing.
        if sys.platform != "win32":
            probe.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True
