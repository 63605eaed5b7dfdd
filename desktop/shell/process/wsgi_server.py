"""Waitress on a separate thread: ready when it is created, stopped when `close` returns."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from desktop.shell.http.limits import BODY_BYTES, HEADER_BYTES, Knows, ServerLimits, knows_everybody

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PAGE_THREADS: Final = 24
UNKNOWN_THREADS: Final = 4
_MOST_WAITING: Final = 4096
_MOST_FAILURES: Final = 5
# How long requests that are being answered may still take at the end.
_ANSWER_SECONDS: Final = 0.5

_log = logging.getLogger(__name__)


class WsgiServer:
    """Serves a WSGI callable on sockets that are already listening, so that no request is ever refused."""

    def __init__(  # noqa: PLR0913 - each has a default that suits a small app
        self,
        app: "WSGIApplication",
        *listening: socket.socket,
        name: str,
        pools: Mapping[str, tuple[int, int]] | None = None,
        pool_of: Callable[[str, str], str] | None = None,
        knows: Knows = knows_everybody,
        limits: ServerLimits | None = None,
        on_failure: Callable[[], None] | None = None,
    ) -> None:
        """Start serving, including requests that already wait in the queues of the sockets.

        `name` is the value of the Server header. `pools` are the pools of threads besides that of the pages:
        how many threads each has at most, and how many requests may wait for one. `pool_of` returns the pool
        of a request by its method and path; clients of these pools are watched, so that it is noticed when
        they go away. `knows` says which clients are ours. `on_failure` is called if serving ends before
        `close`.
        """
        # Waitress takes 30 ms to import, which a command that does not serve need not pay.
        from waitress.adjustments import Adjustments  # noqa: PLC0415 - see above

        from desktop.shell.http.bounds import PAGES, UNKNOWN, Bounds  # noqa: PLC0415 - see above
        from desktop.shell.http.listener import Listener  # noqa: PLC0415 - see above
        from desktop.shell.http.worker_pool import PoolSize, WorkerPool  # noqa: PLC0415 - see above

        self.port: int = listening[0].getsockname()[1]
        self._map: dict[int, Any] = {}
        sizes = {
            PAGES: (PAGE_THREADS, _MOST_WAITING),
            UNKNOWN: (UNKNOWN_THREADS, _MOST_WAITING),
            **(pools or {}),
        }
        self._pools = {
            pool: WorkerPool(f"{pool}-request", PoolSize(threads=threads, waiting=waiting))
            for pool, (threads, waiting) in sizes.items()
        }
        bounds = Bounds(
            pools=self._pools,
            pool_of=pool_of or (lambda _method, _path: PAGES),
            knows=knows,
            limits=limits or ServerLimits(),
        )
        adjustments = Adjustments(
            sockets=list(listening),
            ident=name,
            max_request_body_size=BODY_BYTES,
            max_request_header_size=HEADER_BYTES,
            clear_untrusted_proxy_headers=True,
            log_socket_errors=False,
        )
        self._listeners = [
            Listener(app, each, bounds=bounds, adj=adjustments, map=self._map) for each in listening
        ]
        self._table = bounds.table
        self._on_failure = on_failure
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wsgi-server", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        """Loop until `close`; Waitress's own `run` would end only with the last connection."""
        try:
            self._loop()
        except Exception:
            _log.critical("the server has ended by itself", exc_info=True)
        finally:
            self._drop_all()
            if not self._stopping.is_set() and self._on_failure is not None:
                self._on_failure()

    def _loop(self) -> None:
        from waitress import wasyncore  # noqa: PLC0415 - a command that does not serve need not pay for it

        failures = 0
        while not self._stopping.is_set():
            try:
                # With poll(), a file descriptor may have a number of 1024 or more.
                wasyncore.loop(timeout=1.0, use_poll=True, map=self._map, count=1)
                self._table.check(time.monotonic())
            except Exception:
                failures += 1
                if failures == _MOST_FAILURES:
                    raise
                _log.exception("the server goes on after an error")
                time.sleep(0.1)
            else:
                failures = 0
            if not all(listener.accepting for listener in self._listeners):
                raise OSError("a listening socket was closed")

    def _drop_all(self) -> None:
        from waitress.channel import HTTPChannel  # noqa: PLC0415 - a command that does not serve need not pay for it

        for dispatcher in tuple(self._map.values()):
            try:
                # For a client this also stops the thread that is still writing to it.
                close = dispatcher.handle_close if isinstance(dispatcher, HTTPChannel) else dispatcher.close
                close()
            except OSError:
                _log.debug("a connection was already closed", exc_info=True)

    def close(self, timeout: float = 2.0) -> bool:
        """Stop listening and drop every connection; returns False if that takes over `timeout` seconds."""
        self._stopping.set()
        if self._thread.is_alive():
            with suppress(OSError):  # closed already
                self._listeners[0].pull_trigger()  # ends the loop's wait
            self._thread.join(timeout)
        for pool in self._pools.values():
            pool.stop()
        deadline = time.monotonic() + _ANSWER_SECONDS
        for pool in self._pools.values():
            pool.wait(max(deadline - time.monotonic(), 0))
        return not self._thread.is_alive()
