"""Connections of Waitress that an app may take over, or leave without an answer, as under `flask run`.

simple-websocket, which Flask-Sock and Flask-SocketIO use, looks for the socket in
`environ["werkzeug.socket"]`. A request that asks for a websocket has it there. With its first use the
connection leaves Waitress: the thread of the request owns the socket, which is closed when the request ends.
An application that never uses it is answered by Waitress as ever.

Waitress answers for an application that raises an Exception. After SystemExit, KeyboardInterrupt or another
BaseException it does nothing, and the client waits without end. Here the connection is then closed at once,
as under `flask run`, where the thread of the request ends.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any

ENVIRON_KEY = "werkzeug.socket"
LEAVE_SECONDS = 5.0


def asks_for_websocket(request: Any) -> bool:
    """Return whether a parsed request asks for an upgrade of its connection to a websocket."""
    headers = request.headers
    connection = [token.strip() for token in headers.get("CONNECTION", "").lower().split(",")]
    return "upgrade" in connection and headers.get("UPGRADE", "").strip().lower() == "websocket"


class UpgradeSocket:
    """The socket of a connection, which is taken from the server when one of its attributes is used.

    `read_ahead` are the bytes that the server has read after the request.
    """

    def __init__(self, channel: Any, read_ahead: bytes) -> None:
        self._channel = channel
        self._read_ahead = read_ahead
        self._lock = threading.Lock()
        self._socket: Any = None

    def __repr__(self) -> str:
        return "<the socket of this connection>"

    def __getattr__(self, name: str) -> Any:
        if not hasattr(socket.socket, name):
            raise AttributeError(name)
        return getattr(self._take(), name)

    @property
    def is_taken(self) -> bool:
        """Return whether the application has taken over the socket."""
        return self._socket is not None

    def recv(self, size: int, *flags: int) -> bytes:
        """Receive as a socket does, what was read ahead first."""
        connection = self._take()
        with self._lock:
            data, self._read_ahead = self._read_ahead[:size], self._read_ahead[size:]
        return data or bytes(connection.recv(size, *flags))

    def close_after_request(self) -> None:
        """Close the socket, and wake a thread that still receives from it."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _take(self) -> Any:
        with self._lock:
            if self._socket is None:
                self._socket = self._channel.release_socket()
        return self._socket


def make_channel_class(base: Any) -> Any:
    """Return a subclass of Waitress's channel, one connection, that can release or give up its socket."""

    class UpgradableChannel(base):  # type: ignore[misc]  # whichever Waitress the guest has
        socket: Any
        requests: list[Any]
        parser_class = make_parser_class(base.parser_class)
        task_class = make_task_class(base.task_class)

        def service(self) -> None:
            """Answer the next request; close the connection if that ends in an exception."""
            try:
                super().service()
            except BaseException:
                self.give_up()
                raise

        def give_up(self) -> None:
            """Have the connection closed once what was written before has been sent."""
            with self.requests_lock:
                for request in self.requests:
                    request.close()
                self.requests = []
                self.close_when_flushed = True
            if self.connected:
                self.server.pull_trigger()

        def release_socket(self) -> Any:
            """Remove the connection from the server's loop, on the thread of the loop; return its socket.

            While a request is answered, the loop does not read from the connection.
            """
            left = threading.Event()

            def leave() -> None:
                self.del_channel()
                left.set()

            self.server.trigger.pull_trigger(leave)
            if not left.wait(LEAVE_SECONDS) or self.socket is None:
                raise OSError("the server has closed the connection")
            released, self.socket = self.socket, None
            self.connected = False
            released.setblocking(True)
            return released

    return UpgradableChannel


def make_parser_class(base: Any) -> Any:
    """Return a subclass of Waitress's parser that does not parse what follows a request for a websocket."""

    class UpgradableParser(base):  # type: ignore[misc]  # as above
        read_ahead = b""

        def received(self, data: bytes) -> int:
            """Parse as Waitress does; keep what follows instead of leaving it to the next parser."""
            consumed = int(super().received(data))
            if consumed < len(data) and self.completed and not self.error and asks_for_websocket(self):
                self.read_ahead = bytes(data[consumed:])
                return len(data)
            return consumed

    return UpgradableParser


def make_task_class(base: Any) -> Any:
    """Return a subclass of Waitress's task, one request, that offers the socket to the application."""

    class UpgradableTask(base):  # type: ignore[misc]  # as above
        upgrade: UpgradeSocket | None = None

        @property
        def is_taken(self) -> bool:
            """Return whether the application has taken over the connection."""
            return self.upgrade is not None and self.upgrade.is_taken

        def get_environment(self) -> Any:
            """Return Waitress's environment, with the socket if the request asks for a websocket."""
            environ = super().get_environment()
            if self.upgrade is None and asks_for_websocket(self.request):
                self.upgrade = UpgradeSocket(self.channel, self.request.read_ahead)
                environ[ENVIRON_KEY] = self.upgrade
            return environ

        def service(self) -> None:
            """Answer the request. Where the application has taken the connection, close it at the end."""
            try:
                super().service()
            except OSError:
                if not self.is_taken:
                    raise
            finally:
                if self.upgrade is not None and self.upgrade.is_taken:
                    self.close_on_finish = True
                    self.upgrade.close_after_request()
            if self.upgrade is not None and self.request.read_ahead and not self.close_on_finish:
                # The loop does not read from the connection yet, so the order of the bytes is kept.
                self.channel.received(self.request.read_ahead)

        def write(self, data: bytes) -> None:
            """Write to the client, who expects no HTTP response after an upgrade."""
            if self.is_taken:
                self.content_bytes_written += len(data)  # or else Waitress misses them and says so
            else:
                super().write(data)

        def finish(self) -> None:
            """End the response, if there is one."""
            if not self.is_taken:
                super().finish()

    return UpgradableTask
