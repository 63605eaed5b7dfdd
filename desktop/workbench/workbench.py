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
from desktop.shell.window.menus.items import RecentItem
from desktop.workbench.app_info import fumehood
from server.web.open_app.urls import open_url
from server.web.security.keys import Keys

if TYPE_CHECKING:
    from desktop.workbench.update.folder_updater import FolderUpdater
    from server.store import Store
    from server.window_api import WindowApi

_log = logging.getLogger(__name__)

RECENT = 10
WINDOW_SECONDS = 30.0
LINK_SECONDS = 600.0


class Workbench:
    """The app behind its keys, on sockets that already listen: its address is known before it runs."""

    def __init__(self, listening: Listening, shutdown: Shutdown) -> None:
        """Remember the sockets; nothing runs before `start`."""
        self._listening = listening
        self._shutdown = shutdown
        self._keys = Keys(listening.host, listening.port)
        self._updater: FolderUpdater | None = None
        self._store: Store | None = None

    def start(
        self,
        paths: Paths,
        *,
        window_api: "WindowApi | None" = None,
        on_failure: Callable[[], None] | None = None,
    ) -> None:
        """Build everything and start to answer requests.

        `shutdown` stops the guests, then the server, and closes the store when no request needs it any more;
        then it makes a change of version that was planned.
        `on_failure` is called if the server ends by itself.
        """
        # The app and its libraries take most of the start-up time, so they are imported here.
        from desktop.workbench.update.folder_updater import FolderUpdater  # noqa: PLC0415 - see above
        from server.app import create_app  # noqa: PLC0415 - see above
        from server.services import build  # noqa: PLC0415 - see above
        from server.web import pools  # noqa: PLC0415 - see above
        from server.web.base.background import start_thread  # noqa: PLC0415 - see above

        updater = FolderUpdater(paths.data, window_api.close if window_api is not None else None)
        services = build(paths.data, start_thread=start_thread, window_api=window_api)
        services.log = log_file.log_path(fumehood(), paths.logs)
        services.updater = updater
        self._store = services.store
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
            self._shutdown.add("update", updater.apply)
            self._updater = updater
        _log.info("answering on port %s", server.port)

    def start_again(self) -> None:
        """Start Fumehood again if a page asked for it; call it when everything has stopped."""
        if self._updater is not None:
            self._updater.start_again()

    def recent(self) -> tuple[RecentItem, ...]:
        """Return what was opened before, newest first; nothing before the workbench is built."""
        found = () if self._store is None else self._store.recent.list(limit=RECENT)
        return tuple(RecentItem(item.target.name, item.target.spec) for item in found)

    def window_address(self, target: str | None = None) -> str:
        """Return the address that opens `target` in our own window; it works once, for 30 seconds."""
        return self._launch_url(WINDOW_SECONDS, target)

    def link(self, target: str | None = None) -> str:
        """Return an address that admits one browser once, within ten minutes, and opens `target` there."""
        return self._launch_url(LINK_SECONDS, target)

    def _launch_url(self, seconds: float, target: str | None) -> str:
        page = "/" if target is None else open_url(target)
        return self._keys.launch_url(self._keys.launch(seconds, page=page))
