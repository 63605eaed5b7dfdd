"""The SMTP server accepts every message and login, within bounds."""

import smtplib
import socket
import time

import pytest

from server.model.mail import MailMessage
from server.runner.mail.catcher import MailCatcher
from server.runner.mail.smtp_server import CONNECTION_LIMIT, MESSAGE_BYTES, RECIPIENT_LIMIT

SOURCE = b"Subject: Hello\r\n\r\n.a line that begins with a dot\r\n"


def port_of(catcher: MailCatcher, guest: str) -> int:
    """Return the port of a guest, which must have one."""
    port = catcher.port_of(guest)
    assert port is not None
    return port


def test_the_answer_contains_the_id_of_the_message(catcher: MailCatcher, messages: list[MailMessage]) -> None:
    """Like that of a mail server."""
    with smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=10) as client:
        client.ehlo()
        client.mail("me@x.example")
        client.rcpt("you@x.example")
        code, answer = client.data(SOURCE)
    assert (code, answer) == (250, f"2.0.0 Ok: queued as {messages[0].id}".encode())


def test_every_login_is_accepted(catcher: MailCatcher) -> None:
    """The server offers AUTH and STARTTLS, as real servers do."""
    with smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=10) as client:
        client.ehlo()
        assert client.has_extn("auth")
        assert client.has_extn("starttls")
        assert client.login("anybody", "anything")[0] == 235


def test_too_many_recipients_and_bytes_are_refused(catcher: MailCatcher, messages: list[MailMessage]) -> None:
    """The error codes are those of real servers."""
    with smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=30) as client:
        refused = client.sendmail(
            "me@x.example", [f"you{number}@x.example" for number in range(RECIPIENT_LIMIT + 1)], SOURCE
        )
        assert list(refused) == [f"you{RECIPIENT_LIMIT}@x.example"]
        lines = b"x" * 900 + b"\r\n"
        with pytest.raises(smtplib.SMTPResponseException, match="552"):
            client.sendmail("me@x.example", ["you@x.example"], lines * (MESSAGE_BYTES // len(lines) + 2))
    assert len(messages) == 1


def test_a_message_that_cannot_be_kept_is_refused() -> None:
    """The guest gets an error, as if the disk of the server were full."""

    def failing(_: MailMessage) -> None:
        raise OSError("no room")

    catcher = MailCatcher(failing)
    try:
        with (
            smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=10) as client,
            pytest.raises(smtplib.SMTPDataError, match="451"),
        ):
            client.sendmail("me@x.example", ["you@x.example"], SOURCE)
    finally:
        catcher.close()


def test_closing_ends_open_connections(messages: list[MailMessage]) -> None:
    """A client that sends nothing does not delay the end, and no connection is accepted afterwards."""
    catcher = MailCatcher(messages.append)
    with socket.create_connection(("127.0.0.1", port_of(catcher, "a")), 10) as idle:
        assert idle.recv(1024).startswith(b"220 ")
        started = time.monotonic()
        catcher.close()
        assert time.monotonic() - started < 20
        idle.settimeout(30)
        assert idle.recv(1024) == b""
    assert catcher.port_of("b") is None
    catcher.close()


def test_the_number_of_connections_is_bounded(catcher: MailCatcher) -> None:
    """One guest cannot use all of our sockets."""
    port = port_of(catcher, "a")
    connections = []
    try:
        for _ in range(CONNECTION_LIMIT):
            connections.append(socket.create_connection(("127.0.0.1", port), 10))
            assert connections[-1].recv(1024).startswith(b"220 ")
        with socket.create_connection(("127.0.0.1", port), 10) as beyond:
            assert beyond.recv(1024) == b""
    finally:
        for connection in connections:
            connection.close()
