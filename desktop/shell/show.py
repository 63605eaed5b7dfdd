"""Showing a WSGI app in a window, in one call."""

from typing import TYPE_CHECKING

from desktop.shell import i18n
from desktop.shell.app_info import AppInfo
from desktop.shell.paths import user_paths
from desktop.shell.preflight import requirements
from desktop.shell.preflight.requirements import MissingRequirement
from desktop.shell.process.loopback import bind
from desktop.shell.process.shutdown import Shutdown
from desktop.shell.process.signals import stop_on_signals
from desktop.shell.process.wsgi_server import WsgiServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def show_app(app: "WSGIApplication", info: AppInfo) -> MissingRequirement | None:
    """Serve `app` on a free loopback port and show it in a window; returns once the window is closed.

    Returns what is missing where no window can be opened. Call it in the main thread, before any other thread
    is started.
    """
    i18n.configure(info.translations)
    missing = requirements.first_missing(info)
    if missing is not None:
        return missing
    from desktop.shell.window.main_window import Window  # noqa: PLC0415 - imports Qt

    paths = user_paths(info)
    paths.make()
    shutdown = Shutdown()
    window = Window(info, placement_file=paths.placement)
    server = WsgiServer(app, bind(0), name=info.name)
    shutdown.add("server", server.close)
    try:
        window.run(
            f"http://127.0.0.1:{server.port}/", on_signals=lambda: stop_on_signals(window.handle.close)
        )
    finally:
        shutdown.run()
    return None
