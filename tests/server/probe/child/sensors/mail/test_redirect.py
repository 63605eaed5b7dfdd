"""Tests of the redirection of smtplib to the catcher, on every Flask."""

import json
import socket
import threading
from typing import Any

from server.model.mail import MailMessage
from tests.support.probe_host import SECONDS, ProbeHost


def test_starttls_and_login_succeed(mailing_app: ProbeHost, messages: list[MailMessage]) -> None:
    """The server announces both, and the password is reported nowhere."""
    response, exchange = mailing_app.send_request("GET", "/starttls")
    assert json.loads(response.body) == {"extensions": [True, True]}
    assert exchange.body("mail")["security"] == "starttls"
    assert b"hunter2" not in messages[0].source
    assert "hunter2" not in json.dumps(exchange.bodies("mail"))


def test_implicit_tls_succeeds(mailing_app: ProbeHost, messages: list[MailMessage]) -> None:
    """Even with bytes that are not a valid message."""
    response, exchange = mailing_app.send_request("GET", "/ssl")
    assert response.body == b"sent"
    body = exchange.body("mail")
    assert (body["security"], body["port"], body["subject"], body["size"]) == ("ssl", 465, "", 20)
    assert messages[0].source == b"\xff\xfe no headers at all\r\n"
    assert exchange.bodies("probe-fault") == []


def test_the_local_mail_system_is_not_reached(mailing_app: ProbeHost, messages: list[MailMessage]) -> None:
    """Mail for a socket in the file system is caught, too."""
    response, exchange = mailing_app.send_request("GET", "/lmtp")
    assert response.body == b"sent"
    assert [message.id for message in messages] == [exchange.body("mail")["letter"]]


def test_a_client_with_its_own_connection_sends_nothing(mailing_app: ProbeHost) -> None:
    """A connection made without smtplib is closed before anything is written to it."""
    received: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        greeting = greet_next_client(elsewhere, received)
        response, _ = mailing_app.send_request("GET", f"/stubborn/{elsewhere.getsockname()[1]}")
        greeting.join(SECONDS)
    assert response.body == b"Fumehood lets no mail leave this machine"
    assert received == [b""]


def greet_next_client(server: socket.socket, received: list[Any]) -> threading.Thread:
    """Greet the next client in the thread that is returned, and keep what it sends."""

    def accept() -> None:
        client, _ = server.accept()
        with client:
            client.sendall(b"220 here\r\n")
            received.append(client.recv(1024))

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    return thread


def test_without_a_catcher_sending_fails(app_without_catcher: ProbeHost) -> None:
    """With an SMTP error; nothing is sent anywhere."""
    response, exchange = app_without_catcher.send_request("GET", "/failing")
    assert response.body.startswith(b"SMTPConnectError: (421, b\"Fumehood's mail catcher is not running")
    assert exchange.bodies("mail") == []
