"""Catches the mail of guests over real SMTP, on a loopback port for each guest, and sends none of it.

The ports are plain sockets; the mail server behind them is only loaded when the first guest connects.
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


class Catcher:
    """Gives each guest a port, and `on_letter` every message that comes there; safe between threads."""

    def __init__(self, on_letter: Callable[[MailMessage], None]) -> None:
        self._on_letter = on_letter
        self._lock = threading.Lock()
        self._doors: dict[str, socket.socket] = {}
        self._selector: selectors.BaseSelector | None = None
        self._wake: tuple[socket.socket, socket.socket] | None = None
        self._thread: threading.Thread | None = None
        self._postbox: SmtpServer | None = None
        self._closed = False

    def port_of(self, guest: str) -> int | None:
        """The port on which this guest's mail is caught, None where there can be none."""
        with self._lock:
            if self._closed:
                return None
            door = self._doors.get(guest)
            if door is None:
                try:
                    door = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
                    door.setblocking(False)
                    self._watch(door, guest)
                except OSError as error:
                    log.warning("no mail can be caught: %s", error)
                    return None
                self._doors[guest] = door
            return int(door.getsockname()[1])

    def release(self, guest: str) -> None:
        """Close the port of a guest that is no more."""
        with self._lock:
            door = self._doors.pop(guest, None)
            if door is not None and self._selector is not None:
                self._selector.unregister(door)
                self._nudge()
                door.close()

    def close(self, seconds: float = 1.0) -> None:
        """Close every port and end every conversation."""
        with self._lock:
            thread, postbox = self._thread, self._postbox
            self._thread = self._postbox = None
            if thread is not None:
                self._nudge()
            self._closed = True
        if thread is not None:
            thread.join(seconds)
        if postbox is not None:
            postbox.close(seconds)

    def _watch(self, door: socket.socket, guest: str) -> None:
        """With the lock held: let the thread look at this door."""
        if self._selector is None or self._wake is None:
            self._selector = selectors.DefaultSelector()
            self._wake = socket.socketpair()
            self._wake[0].setblocking(False)
            self._selector.register(self._wake[0], selectors.EVENT_READ, "")
            self._thread = threading.Thread(
                target=self._attend, args=(self._selector, self._wake), name="mail-catcher", daemon=True
            )
            self._thread.start()
        self._selector.register(door, selectors.EVENT_READ, guest)
        self._nudge()

    def _nudge(self) -> None:
        if self._wake is not None:
            self._wake[1].send(b".")

    def _attend(self, selector: selectors.BaseSelector, wake: tuple[socket.socket, socket.socket]) -> None:
        while True:
            for key, _ in selector.select():
                if key.data:
                    self._admit(key.fileobj, key.data)
                else:
                    wake[0].recv(64)
            with self._lock:
                if self._closed:
                    for door in (*self._doors.values(), *wake):
                        door.close()
                    self._doors.clear()
                    selector.close()
                    return

    def _admit(self, door: object, guest: str) -> None:
        """Let one caller in; a door that was closed meanwhile lets nobody in."""
        try:
            caller, _ = door.accept()  # type: ignore[attr-defined]  # only sockets were registered
        except OSError:
            return
        with self._lock:
            if self._closed:
                caller.close()
                return
            if self._postbox is None:
                from server.runner.mail.smtp_server import SmtpServer  # noqa: PLC0415 - most guests send no mail

                self._postbox = SmtpServer()
            postbox = self._postbox
        postbox.talk(caller, lambda *envelope: self._take(guest, *envelope))

    def _take(self, guest: str, sender: str, recipients: tuple[str, ...], source: bytes) -> str:
        """Keep a message; gives the name by which its sender is told of it."""
        letter = MailMessage(
            id=secrets.token_hex(8),
            guest=guest,
            received_at=time.time(),
            sender=sender,
            recipients=recipients,
            source=source,
        )
        self._on_letter(letter)
        return letter.id
