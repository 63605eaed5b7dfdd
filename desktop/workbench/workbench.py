"""The workbench in this process: its port, keys and app, and the order in which they stop.

Here the shell, which knows only a WSGI callable, is joined with the app that it shows.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.shell import log_file
from desktop.shell.paths import Paths
from desktop.shell.process.loopback import Listening
from desktop.shell.process.shutdown import Shutdown
from desktop.shell.process.wsgi_server import WsgiServer
from desktop.workbench.app_info import fumehood
from server.web.open_app.urls import open_url
from server.web.security.keys import Keys

if TYPE_CHECKING:
    from server.window_api import WindowApi

_log = logging.getLogger(__name__)

WINDOW_SECONDS = 30.0
LINK_SECONDS = 600.0


class Workbench:
    """The app behind its keys, on sockets that already listen: its address is known before it runs."""

    def __init__(self, listening: Listening, shutdown: Shutdown) -> None:
        """Remember the sockets; nothing runs before `start`."""
        self._listening = listening
        self._shutdown = shutdown
        self._keys = Keys(listening.host, listening.port)

    def start(
        self,
        paths: Paths,
        *,
        window_api: "WindowApi | None" = None,
        on_failure: Callable[[], None] | None = None,
    ) -> None:
        """Build everything and start to answer requests.

        `shutdown` stops the guests, then the server, and closes the store when no request needs it any more.
        `on_failure` is called if the server ends by itself.
        """
        # The app and its libraries take most of the start-up time, so they are imported here.
        from server.app import create_app  # noqa: PLC0415 - see above
        from server.services import build  # noqa: PLC0415 - see above
        from server.web import pools  # noqa: PLC0415 - see above
        from server.web.base.background import start_thread  # noqa: PLC0415 - see above

        services = build(paths.data, start_thread=start_thread, window_api=window_api)
        services.log = log_file.log_path(fumehood(), paths.logs)
        self._shutdown.add("guests", services.stop)
        try:
            app = create_app(services, self._keys)
            server = WsgiServer(
                app,
                *self._listening.sockets,
                name=fumehood().name,
                pools=pools.SIZES,
                pool_of=pools.pool_of(app),
                knows=self._keys.knows,
                on_failure=on_failure,
            )
            self._shutdown.add("server", server.close)
        finally:
            self._shutdown.add("store", services.store.close)
        _log.info("answering on port %s", server.port)

    def window_address(self, target: str | None = None) -> str:
        """Return the address that opens `target` in our own window; it works once, for 30 seconds."""
        return self._launch_url(WINDOW_SECONDS, target)

    def link(self, target: str | None = None) -> str:
        """Return an address that admits one browser once, within ten minutes, and opens `target` there."""
        return self._launch_url(LINK_SECONDS, target)

    def _launch_url(self, seconds: float, target: str | None) -> str:
        page = "/" if target is None else open_url(target)
        return self._keys.launch_url(self._keys.launch(seconds, page=page))
