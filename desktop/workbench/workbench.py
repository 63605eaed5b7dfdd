"""The workbench in this process: its port, its keys, its app, and the order in which they end.

With `desktop.cli` this is where the shell meets the app that it carries; everything else here knows the
app as a WSGI callable.
"""

import logging
import socket
from typing import TYPE_CHECKING

from desktop.shell.paths import Paths
from desktop.shell.process.shutdown import Shutdown
from desktop.shell.process.wsgi_server import WsgiServer
from desktop.workbench.urls import opening
from server.web.security.keys import Keys

if TYPE_CHECKING:
    from server.window_api import WindowApi

_log = logging.getLogger(__name__)

WINDOW_SECONDS = 30.0
LINK_SECONDS = 600.0


class Workbench:
    """The app behind its keys on a port that is bound already: its address is known before it runs."""

    def __init__(self, listening: socket.socket, shutdown: Shutdown) -> None:
        """Nothing runs before `start`."""
        self._listening = listening
        self._shutdown = shutdown
        self._keys = Keys(listening.getsockname()[1])

    def start(self, paths: Paths, *, window_api: "WindowApi | None" = None) -> None:
        """Build everything and answer requests from now on; `shutdown` ends the guests, then the server."""
        # The app and its libraries take most of the time of a start: imported where they are needed.
        from server.app import create_app  # noqa: PLC0415 - see above
        from server.services import build  # noqa: PLC0415 - see above
        from server.web.base.background import start_thread  # noqa: PLC0415 - see above

        services = build(paths.data, start_thread=start_thread, window_api=window_api)
        self._shutdown.add("guests and store", services.close)
        server = WsgiServer(create_app(services, self._keys), self._listening)
        self._shutdown.add("server", server.close)
        _log.info("answering on port %s", server.port)

    def window_address(self) -> str:
        """The address of the first page for our own window."""
        return self._keys.launch_url(self._keys.launch(WINDOW_SECONDS))

    def link(self, target: str | None = None) -> str:
        """An address that lets one browser in, once, within ten minutes, and opens `target` there."""
        page = "/" if target is None else opening(target)
        return self._keys.launch_url(self._keys.launch(LINK_SECONDS, page=page))
