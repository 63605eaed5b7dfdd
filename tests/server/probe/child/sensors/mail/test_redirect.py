"""Tests of the redirection of smtplib to the catcher, on every Flask."""

import json
import socket
import threading
from typing import Any

from server.model.mail import MailMessage
from tests.support.probe_host import ProbeHost


def test_starttls_and_login_succeed(mailing_app: ProbeHost, messages: list[MailMessage]) -> None:
    """The server says that it can both, and the password is told nowhere."""
    response, exchange = mailing_app.send_request("GET", "/starttls")
    assert json.loads(response.body) == {"told": [True, True]}
    assert exchange.body("mail")["security"] == "starttls"
    assert b"hunter2" not in messages[0].source
    assert "hunter2" not in json.dumps(exchange.bodies("mail"))


def test_tls_from_the_start_succeeds(mailing_app: ProbeHost, messages: list[MailMessage]) -> None:
    """Also with a message that is none."""
    response, exchange = mailing_app.send_request("GET", "/ssl")
    assert response.body == b"sent"
    body = exchange.body("mail")
    assert (body["security"], body["port"], body["subject"], body["size"]) == ("ssl", 465, "", 20)
    assert messages[0].source == b"\xff\xfe no headers at all\r\n"
    assert exchange.bodies("probe-fault") == []


def test_the_machines_own_mail_system_is_not_reached(
    mailing_app: ProbeHost, messages: list[MailMessage]
) -> None:
    """What was meant for a socket in the file system is caught as well."""
    response, exchange = mailing_app.send_request("GET", "/lmtp")
    assert response.body == b"sent"
    assert [message.id for message in messages] == [exchange.body("mail")["letter"]]


def test_a_client_of_the_guests_own_sends_nothing(mailing_app: ProbeHost) -> None:
    """A connection that it made past smtplib is closed before anything is written."""
    received: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        greeting(elsewhere, received)
        response, _ = mailing_app.send_request("GET", f"/stubborn/{elsewhere.getsockname()[1]}")
    assert response.body == b"Fumehood lets no mail leave this machine"
    assert received == [b""]


def greeting(server: socket.socket, received: list[Any]) -> None:
    """Greet the next caller in a thread, and keep what it says."""

    def work() -> None:
        caller, _ = server.accept()
        with caller:
            caller.sendall(b"220 here\r\n")
            received.append(caller.recv(1024))

    threading.Thread(target=work, daemon=True).start()


def test_without_a_catcher_sending_fails(app_without_catcher: ProbeHost) -> None:
    """As an SMTP error, and nothing goes anywhere; the state of the sensor says why."""
    response, exchange = app_without_catcher.send_request("GET", "/failing")
    assert response.body.startswith(b"SMTPConnectError: (421, b\"Fumehood's mail catcher is not running")
    assert exchange.bodies("mail") == []
