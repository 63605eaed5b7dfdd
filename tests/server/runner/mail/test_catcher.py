"""Mail is caught over real SMTP, with a port for each guest."""

import smtplib
import socket

import pytest

from server.model.mail import MailMessage
from server.runner.mail.catcher import MailCatcher

SOURCE = b"Subject: Hello\r\n\r\n.a line that begins with a dot\r\n"


def port_of(catcher: MailCatcher, guest: str) -> int:
    """Return the port of a guest, which must have one."""
    port = catcher.port_of(guest)
    assert port is not None
    return port


def test_each_guest_has_a_port_of_its_own(catcher: MailCatcher, messages: list[MailMessage]) -> None:
    """The port identifies the guest of a message, and stays the same."""
    first, second = port_of(catcher, "a"), port_of(catcher, "b")
    assert first != second
    assert port_of(catcher, "a") == first
    for port in (second, first):
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail("me@x.example", ["you@x.example", "her@x.example"], SOURCE)
    assert [(each.guest, each.recipients) for each in messages] == [
        ("b", ("you@x.example", "her@x.example")),
        ("a", ("you@x.example", "her@x.example")),
    ]
    assert messages[0].source == SOURCE


def test_the_port_of_a_removed_guest_is_closed(catcher: MailCatcher) -> None:
    """An unknown guest is ignored."""
    port = port_of(catcher, "a")
    catcher.release("a")
    catcher.release("never seen")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5).close()


def test_a_catcher_without_guests_closes(messages: list[MailMessage]) -> None:
    """It has started no thread yet."""
    MailCatcher(messages.append).close()
