"""What becomes of a WSGI server that the guest starts: it is the guest's own, served by us, or reported.

The patches of this package ask `server_calls` before they let a server start. While a program runs, the app
of the first server is served by the probe; while a module is imported in the main thread, a server that would
block the import is reported instead, as GuestStartError. All other servers are the guest's own.
"""

from __future__ import annotations

import threading
from typing import Any, Callable

from ..describe.code_ownership import ownership
from ..guest.failure import GuestStartError

Stop = Callable[[], None]
# Serves an app until the guest or the host stops it; calls its second argument once with how to stop it.
Serve = Callable[[Any, Callable[[Stop], None]], None]
FAULT_NAME = "server"


class ServerCalls:
    """Decides about each server that the guest starts; safe between threads."""

    kind: str | None = None
    """The kind of server in `guest.servers.choose` that can take the place of the one that was started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._serve: Serve | None = None
        self._is_taken = False
        self._is_importing = False

    @property
    def is_taken(self) -> bool:
        """Whether the app of a server has been taken over."""
        return self._is_taken

    def expect(self, serve: Serve) -> None:
        """Take over the first server from now on, by calling `serve`."""
        self._serve = serve

    def begin_import(self) -> None:
        """Report a server that is started in the main thread, until `end_import`."""
        self._is_importing = True

    def end_import(self) -> None:
        """Leave every server to the guest."""
        self._is_importing = False

    def will_take(self) -> bool:
        """Return whether the next server will be taken over, so that it needs no port of its own."""
        return self._serve is not None and not self._is_taken

    def is_concerned(self) -> bool:
        """Return whether `start` would do anything but return False in this thread."""
        return self.will_take() or self._blocks_import()

    def _blocks_import(self) -> bool:
        return self._is_importing and threading.current_thread() is threading.main_thread()

    def start(
        self,
        name: str,
        app: Any,
        started: Callable[[Stop], None] | None = None,
        *,
        kind: str | None = None,
    ) -> bool:
        """Serve an app in place of the server `name`, and return True at its end; False if it is not wanted.

        `started` is called with a function that stops serving. GuestStartError while a module is imported.
        """
        if self._blocks_import():
            raise GuestStartError("serves-at-import", f"{name} was called{own_place()}.")
        serve = self._claim()
        if serve is None:
            return False
        self.kind = kind
        serve(app, started or ignore)
        return True

    def start_in_thread(self, app: Any, started: Callable[[Stop], None]) -> bool:
        """Serve an app in a thread, where the caller expects that it goes on; False if it is not wanted.

        The process lives on as long as the app is served.
        """
        serve = self._claim()
        if serve is None:
            return False
        threading.Thread(target=serve, args=(app, started), name="server").start()
        return True

    def _claim(self) -> Serve | None:
        """Return how to serve the first app, once."""
        with self._lock:
            if self._is_taken:
                return None
            self._is_taken = self._serve is not None
            return self._serve


def own_place() -> str:
    """Return ` at FILE:LINE` of the guest's own line that is running, or nothing."""
    place = ownership.caller(3)
    return f" at {place['file']}:{place['line']}" if place is not None else ""


def ignore(_: Stop) -> None:
    """Do nothing."""


server_calls = ServerCalls()
