"""The fork servers of the interpreters in use."""

import logging
import threading
from pathlib import Path
from typing import Final

from server.runner.processes.fork_server import AVAILABLE, ForkServer
from server.runner.processes.forked_supervisor import ForkedSupervisor

log = logging.getLogger(__name__)

# As many servers are kept, of those used last.
MOST_SERVERS: Final = 2


class ForkServers:
    """Starts a fork server for an interpreter when a second guest is started on it; safe between threads.

    A single guest starts no sooner with one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._used: set[object] = set()
        # Servers of these could not be started or have ended by themselves: they would end again.
        self._unfit: set[object] = set()
        self._servers: dict[object, ForkServer] = {}
        self._closed = False

    def fork(self, python: Path | None, boot: Path, environment: dict[str, str]) -> ForkedSupervisor | None:
        """Return a supervisor whose guest has this environment; None if one is to be started as a program."""
        if not AVAILABLE:
            return None
        key = (python, boot, frozenset(environment.items()))
        with self._lock:
            if self._closed:
                return None
            if key not in self._used:
                self._used.add(key)
                return None
            if key in self._unfit:
                return None
            server = self._servers.pop(key, None) or self._start(python, boot, environment)
            if server is None or server.has_ended:
                self._unfit.add(key)
                return None
            self._servers[key] = server  # the newest is last
            while len(self._servers) > MOST_SERVERS:
                self._servers.pop(next(iter(self._servers))).close()
        return server.fork()

    def close(self) -> None:
        """End every server; guests that were forked go on."""
        with self._lock:
            self._closed = True
            servers = list(self._servers.values())
            self._servers.clear()
        for server in servers:
            server.close()

    @staticmethod
    def _start(python: Path | None, boot: Path, environment: dict[str, str]) -> ForkServer | None:
        try:
            return ForkServer(python, boot, environment)
        except OSError:
            log.exception("no fork server could be started")
            return None
