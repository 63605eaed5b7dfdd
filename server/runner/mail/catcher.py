"""Catches the mail of guests over real SMTP, on a loopback port for each guest; nothing is sent on.

The ports are plain sockets; the SMTP server is only loaded when the first guest connects.
"""

import logging
import secrets
import selectors
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from server.model.mail import MailMessage

if TYPE_CHECKING:
    from server.runner.mail.smtp_server import SmtpServer

log = logging.getLogger(__name__)

BACKLOG: Final = 16


class MailCatcher:
    """Opens a port for each guest and passes messages to `on_message`, on the SMTP server's thread.

    Safe between threads. An exception from `on_message` refuses the message.
    """

    def __init__(self, on_message: Callable[[MailMessage], None]) -> None:
        self._on_message = on_message
        self._lock = threading.Lock()
        self._listeners: dict[str, socket.socket] = {}
        self._selector: selectors.BaseSelector | None = None
        self._wake: tuple[socket.socket, socket.socket] | None = None
        self._thread: threading.Thread | None = None
        self._server: SmtpServer | None = None
        self._closed = False

    def port_of(self, guest: str) -> int | None:
        """Return the port that catches this guest's mail; None where none can be opened."""
        with self._lock:
            if self._closed:
                return None
            listener = self._listeners.get(guest)
            if listener is None:
                try:
                    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
                    listener.setblocking(False)
                    self._watch(listener, guest)
                except OSError as error:
                    log.warning("no mail can be caught: %s", error)
                    return None
                self._listeners[guest] = listener
            return int(listener.getsockname()[1])

    def release(self, guest: str) -> None:
        """Close the port of a guest that was removed."""
        with self._lock:
            listener = self._listeners.pop(guest, None)
            if listener is not None and self._selector is not None:
                self._selector.unregister(listener)
                self._wake_thread()
                listener.close()

    def close(self, seconds: float = 1.0) -> None:
        """Close every port and every connection; wait for the threads at most `seconds` each."""
        with self._lock:
            thread, server = self._thread, self._server
            self._thread = self._server = None
            if thread is not None:
                self._wake_thread()
            self._closed = True
        if thread is not None:
            thread.join(seconds)
        if server is not None:
            server.close(seconds)

    def _watch(self, listener: socket.socket, guest: str) -> None:
        """Have the thread accept connections on the listener; call it with the lock held."""
        if self._selector is None or self._wake is None:
            self._selector = selectors.DefaultSelector()
            self._wake = socket.socketpair()
            self._wake[0].setblocking(False)
            self._selector.register(self._wake[0], selectors.EVENT_READ, "")
            self._thread = threading.Thread(
                target=self._accept_connections,
                args=(self._selector, self._wake),
                name="mail-catcher",
                daemon=True,
            )
            self._thread.start()
        self._selector.register(listener, selectors.EVENT_READ, guest)
        self._wake_thread()

    def _wake_thread(self) -> None:
        if self._wake is not None:
            self._wake[1].send(b".")

    def _accept_connections(
        self, selector: selectors.BaseSelector, wake: tuple[socket.socket, socket.socket]
    ) -> None:
        while True:
            for key, _ in selector.select():
                if key.data:
                    self._accept(key.fileobj, key.data)
                else:
                    wake[0].recv(64)
            with self._lock:
                if self._closed:
                    for listener in (*self._listeners.values(), *wake):
                        listener.close()
                    self._listeners.clear()
                    selector.close()
                    return

    def _accept(self, listener: object, guest: str) -> None:
        """Accept a connection and pass it to the SMTP server, unless the listener was closed meanwhile."""
        try:
            connection, _ = listener.accept()  # type: ignore[attr-defined]  # only sockets were registered
        except OSError:
            return
        with self._lock:
            if self._closed:
                connection.close()
                return
            if self._server is None:
                from server.runner.mail.smtp_server import SmtpServer  # noqa: PLC0415 - most guests send no mail

                self._server = SmtpServer()
            server = self._server
        server.serve(connection, lambda *envelope: self._keep(guest, *envelope))

    def _keep(self, guest: str, sender: str, recipients: tuple[str, ...], source: bytes) -> str:
        """Pass on a message; return its id, which the guest gets as part of the answer."""
        message = MailMessage(
            id=secrets.token_hex(8),
            guest=guest,
            received_at=time.time(),
            sender=sender,
            recipients=recipients,
            source=source,
        )
        self._on_message(message)
        return message.id
