"""Mail that is caught on its way, on every Flask."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.model.mail import MailMessage
from server.runner.mail.catcher import Catcher
from tests.environments import environment
from tests.server.probe.conftest import PYTHONS, LoadApp
from tests.support.probe_host import ProbeHost


@pytest.fixture
def letters() -> list[MailMessage]:
    """What was caught."""
    return []


@pytest.fixture
def catcher(letters: list[MailMessage]) -> Iterator[Catcher]:
    """A real catcher."""
    made = Catcher(letters.append)
    yield made
    made.close()


@pytest.fixture(params=PYTHONS)
def ferries(request: pytest.FixtureRequest, load: LoadApp, catcher: Catcher) -> ProbeHost:
    """The app that writes to passengers, its mail caught."""
    python: Path | None = None if request.param == "own" else environment(request.param)
    host, ready = load("smtplib_app.py", python=python, mail_port=catcher.port_of("ferries"))
    assert ready["type"] == "ready", ready
    return host


@pytest.fixture
def unguarded(load: LoadApp) -> ProbeHost:
    """The same app where no catcher could start."""
    return load("smtplib_app.py", mail_port=None)[0]


def test_a_message_is_caught_and_told(ferries: ProbeHost, letters: list[MailMessage]) -> None:
    """Envelope, headers, texts, attachments, and who gets it without being named."""
    response, exchange = ferries.send_request("GET", "/plain")
    assert response.body == b"sent"
    body = exchange.body("mail")
    (letter,) = letters
    assert body["letter"] == letter.id
    assert letter.guest == "ferries"
    assert letter.sender == body["sender"] == "post@ferries.example"
    people = ["ada@mail.example", "grace@mail.example", "harbour@office.example"]
    assert list(letter.recipients) == body["recipients"] == people
    assert body["from"] == "Ferries <post@ferries.example>"
    assert (body["to"], body["cc"]) == (["Ada <ada@mail.example>"], ["Grace <grace@mail.example>"])
    assert body["bcc"] == ["harbour@office.example"]
    assert body["subject"] == "Your crossing on Friday, gåte 7"
    names = [name for name, _ in body["headers"]]
    assert names[:4] == ["From", "To", "Cc", "Subject"]
    assert [(part["type"], part["body"]["text"].strip()) for part in body["parts"]] == [
        ("text/plain", "Be at the quay at nine.\n.\nThe captain"),
        ("text/html", "<p>Be at the quay at <b>nine</b>.</p>"),
    ]
    assert body["attachments"] == [{"name": "times.csv", "type": "text/csv", "size": 10, "inline": False}]
    assert (body["server"], body["port"], body["security"]) == ("smtp.ferries.example", 25, "none")
    assert exchange.event("mail")["caller"]["function"] == "plain"
    assert exchange.event("mail")["took"] > 0
    assert b"\r\n.\r\nThe captain" in letter.source


def test_starttls_and_login_succeed(ferries: ProbeHost, letters: list[MailMessage]) -> None:
    """The server says that it can both, and the password is told nowhere."""
    response, exchange = ferries.send_request("GET", "/starttls")
    assert json.loads(response.body) == {"told": [True, True]}
    assert exchange.body("mail")["security"] == "starttls"
    assert b"hunter2" not in letters[0].source
    assert "hunter2" not in json.dumps(exchange.bodies("mail"))


def test_tls_from_the_start_succeeds(ferries: ProbeHost, letters: list[MailMessage]) -> None:
    """Also with a message that is none."""
    response, exchange = ferries.send_request("GET", "/ssl")
    assert response.body == b"sent"
    body = exchange.body("mail")
    assert (body["security"], body["port"], body["subject"], body["size"]) == ("ssl", 465, "", 20)
    assert letters[0].source == b"\xff\xfe no headers at all\r\n"
    assert exchange.bodies("probe-fault") == []


def test_the_machines_own_mail_system_is_not_reached(ferries: ProbeHost, letters: list[MailMessage]) -> None:
    """What was meant for a socket in the file system is caught as well."""
    response, exchange = ferries.send_request("GET", "/lmtp")
    assert response.body == b"sent"
    assert [letter.id for letter in letters] == [exchange.body("mail")["letter"]]


def test_mail_outside_of_an_exchange_is_caught(ferries: ProbeHost, letters: list[MailMessage]) -> None:
    """It belongs to its guest and to no exchange."""
    _, exchange = ferries.send_request("GET", "/thread")
    assert exchange.bodies("mail") == []
    assert [letter.guest for letter in letters] == ["ferries"]


def test_a_client_of_the_guests_own_sends_nothing(ferries: ProbeHost) -> None:
    """A connection that it made past smtplib is closed before anything is written."""
    heard: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        greeting(elsewhere, heard)
        response, _ = ferries.send_request("GET", f"/stubborn/{elsewhere.getsockname()[1]}")
    assert response.body == b"Fumehood lets no mail leave this machine"
    assert heard == [b""]


def greeting(server: socket.socket, heard: list[Any]) -> None:
    """Greet the next caller in a thread, and keep what it says."""

    def work() -> None:
        caller, _ = server.accept()
        with caller:
            caller.sendall(b"220 here\r\n")
            heard.append(caller.recv(1024))

    threading.Thread(target=work, daemon=True).start()


def test_without_a_catcher_sending_fails(unguarded: ProbeHost) -> None:
    """As an SMTP error, and nothing goes anywhere; the state of the sensor says why."""
    response, exchange = unguarded.send_request("GET", "/failing")
    assert response.body.startswith(b"SMTPConnectError: (421, b\"Fumehood's mail catcher is not running")
    assert exchange.bodies("mail") == []


def test_the_state_says_that_there_is_no_catcher(load: LoadApp) -> None:
    """Off, with the consequence; on, where there is one."""
    for port, state in ((None, "off"), (1, "on")):
        _, ready = load("smtplib_app.py", mail_port=port)
        found: Callable[[dict[str, Any]], bool] = lambda one: one["name"] == "mail"  # noqa: E731 - a filter
        (told,) = filter(found, ready["sensors"])
        assert told["state"] == state
