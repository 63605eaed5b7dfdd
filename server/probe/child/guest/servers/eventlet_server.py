"""eventlet's own server, for a guest that eventlet has patched: each request runs on a green thread."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Any, Callable

from ..failure import GuestStartError, last_line
from .wake_up import WakeUp


def has_patched() -> bool:
    """Return whether eventlet has replaced the sockets of this process."""
    patcher = sys.modules.get("eventlet.patcher")
    return patcher is not None and bool(patcher.is_monkey_patched("socket"))


class EventletServer:
    """A server of eventlet on 127.0.0.1 that can be stopped from another thread; port 0 is any free one."""

    def __init__(self, app: Callable[..., Any], port: int = 0) -> None:
        import eventlet

        self.label = f"eventlet {metadata.version('eventlet')}"
        self._app = app
        try:
            self._listener = eventlet.listen(("127.0.0.1", port))
        except OSError as error:
            raise GuestStartError("port", last_line(error), error) from error
        self._wake_up = WakeUp()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    def run(self) -> None:
        """Serve until `stop` is called."""
        import eventlet
        from eventlet import hubs, wsgi

        eventlet.spawn(wsgi.server, self._listener, self._app, log_output=False)
        hubs.trampoline(self._wake_up.reader, read=True)

    def stop(self) -> None:
        """Make `run` return soon; may be called from any thread."""
        self._wake_up.send()
