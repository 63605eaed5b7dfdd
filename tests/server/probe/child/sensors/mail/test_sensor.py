"""Tests of the sensor of mail, on every Flask."""

from typing import Any

from server.model.mail import MailMessage
from tests.server.probe.conftest import LoadApp
from tests.support.probe_host import ProbeHost


def test_a_message_is_caught_and_reported(mailing_app: ProbeHost, messages: list[MailMessage]) -> None:
    """With envelope, headers, texts, attachments, and the recipients that no header names."""
    response, exchange = mailing_app.send_request("GET", "/plain")
    assert response.body == b"sent"
    body = exchange.body("mail")
    (message,) = messages
    assert body["letter"] == message.id
    assert message.guest == "ferries"
    assert message.sender == body["sender"] == "post@ferries.example"
    people = ["ada@mail.example", "grace@mail.example", "harbour@office.example"]
    assert list(message.recipients) == body["recipients"] == people
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
    assert b"\r\n.\r\nThe captain" in message.source


def test_mail_of_a_thread_of_the_request_belongs_to_its_exchange(
    mailing_app: ProbeHost, messages: list[MailMessage]
) -> None:
    """The event names the thread."""
    _, exchange = mailing_app.send_request("GET", "/thread")
    assert exchange.event("mail")["thread"]
    assert [message.id for message in messages] == [exchange.body("mail")["letter"]]


def test_mail_outside_of_an_exchange_is_caught(mailing_app: ProbeHost, messages: list[MailMessage]) -> None:
    """It belongs to its guest and to the background, if a thread sent it that no request started."""
    _, exchange = mailing_app.send_request("GET", "/order")
    assert exchange.bodies("mail") == []

    def sent() -> list[dict[str, Any]]:
        return [event for event in mailing_app.background if event["kind"] == "mail"]

    mailing_app.wait_for_events(lambda: bool(sent()))
    (message,) = messages
    assert message.guest == "ferries"
    assert [event["body"]["letter"] for event in sent()] == [message.id]


def test_the_sensor_is_off_without_a_catcher(load: LoadApp) -> None:
    """It is on if there is one."""
    for port, expected in ((None, "off"), (1, "on")):
        _, ready = load("smtplib_app.py", mail_port=port)
        states = {sensor["name"]: sensor["state"] for sensor in ready["sensors"]}
        assert states["mail"] == expected
