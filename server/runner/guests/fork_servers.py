"""The fork servers of the interpreters in use."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.runner.guests.libraries import Libraries, State
from server.runner.processes.fork_server import AVAILABLE, ForkServer
from server.runner.processes.forked_supervisor import ForkedSupervisor

log = logging.getLogger(__name__)

# As many servers are kept, of those used last.
MOST_SERVERS: Final = 3
# So many libraries are left out one after the other before nothing is imported ahead of time.
MOST_UNFIT: Final = 8


@dataclass(slots=True)
class _Prepared:
    """A fork server, and what its libraries depended on when it was started."""

    server: ForkServer
    libraries: Libraries | None
    state: State = ()


class ForkServers:
    """Starts a fork server for an interpreter when a second guest is started on it; safe between threads.

    A single guest starts no sooner with one. A server that has imported libraries is started at once; if they
    change, another one takes its place.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._used: set[object] = set()
        # Servers of these could not be started or have ended by themselves: they would end again.
        self._unfit: set[object] = set()
        # Libraries that must be imported in each guest, by the same keys.
        self._left_out: dict[object, tuple[str, ...]] = {}
        self._servers: dict[object, _Prepared] = {}
        self._closed = False

    def fork(
        self, python: Path | None, boot: Path, environment: dict[str, str], libraries: Libraries | None = None
    ) -> ForkedSupervisor | None:
        """Return a supervisor whose guest has this environment; None if one is to be started as a program.

        With `libraries` the guest has these imported; `ForkedSupervisor.is_current` says whether they have
        stayed the same since then.
        """
        if not AVAILABLE:
            return None
        key = (python, boot, frozenset(environment.items()), libraries)
        with self._lock:
            if self._closed:
                return None
            if libraries is None and key not in self._used:
                self._used.add(key)
                return None
            if key in self._unfit:
                return None
            prepared = self._servers.pop(key, None)
            if prepared is not None and not _is_current(prepared):
                prepared.server.close()
                prepared = None
            try:
                prepared = prepared or self._start(key, python, boot, environment, libraries)
            except OSError:
                log.exception("no fork server could be started")
                self._unfit.add(key)
                return None
            self._servers[key] = prepared  # the newest is last
            while len(self._servers) > MOST_SERVERS:
                self._servers.pop(next(iter(self._servers))).server.close()
        supervisor = prepared.server.fork()
        if supervisor is None:
            self._replace(key, prepared)
        elif libraries is not None:
            supervisor.is_current = lambda: _is_current(prepared)
        return supervisor

    def close(self) -> None:
        """End every server; guests that were forked go on."""
        with self._lock:
            self._closed = True
            servers = list(self._servers.values())
            self._servers.clear()
        for each in servers:
            each.server.close()

    def _start(
        self,
        key: object,
        python: Path | None,
        boot: Path,
        environment: dict[str, str],
        libraries: Libraries | None,
    ) -> _Prepared:
        if libraries is None:
            return _Prepared(ForkServer(python, boot, environment), None)
        libraries = libraries.without(self._left_out.get(key, ()))
        # Whatever changes from now on is noticed, also while the server imports them.
        state = libraries.state()
        return _Prepared(ForkServer(python, boot, environment, libraries.order), libraries, state)

    def _replace(self, key: object, prepared: _Prepared) -> None:
        """Forget a server that has ended by itself; the next one leaves out the library that ended it."""
        if not prepared.server.has_ended:
            return
        with self._lock:
            if self._servers.get(key) is prepared:
                del self._servers[key]
            left_out = self._left_out.get(key, ())
            if prepared.server.unfit and len(left_out) < MOST_UNFIT:
                self._left_out[key] = (*left_out, prepared.server.unfit)
                log.info("%s is imported in each guest", prepared.server.unfit)
            else:
                self._unfit.add(key)


def _is_current(prepared: _Prepared) -> bool:
    """Return whether the libraries of a server are as they were when it was started."""
    libraries = prepared.libraries
    return libraries is None or libraries.state(prepared.server.missing) == prepared.state
