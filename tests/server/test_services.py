"""The services are built, connected and closed."""

import sqlite3
from pathlib import Path

import pytest

from server import services
from server.model.exchange import Exchange
from server.model.guest import GuestState, Target, TargetKind
from server.model.notifications import ExchangeFinished, GuestChanged, MailCaught, Notification, StoreChanged
from server.model.outgoing_request import OutgoingRequest
from server.store.writing.changes import Failure
from server.web.base.background import start_thread

PATIENCE = 30.0
APP = """
from flask import Flask
app = Flask(__name__)
@app.get("/")
def home():
    return "hello"
"""


def test_an_exchange_is_stored_and_appears_in_the_live_feed(tmp_path: Path) -> None:
    """It has the same id there as the one that `send` returns."""
    (tmp_path / "app.py").write_text(APP)
    all_services = services.build(tmp_path / "data", start_thread=start_thread)
    try:
        stream = all_services.live_feed.listen()
        target = Target(kind=TargetKind.FILE, spec="app.py", root=tmp_path, app="app.py", name="app")
        guest = all_services.guests.open(target)
        assert guest.wait(PATIENCE).state is GuestState.READY
        exchange = guest.send(OutgoingRequest(method="GET", path="/"))
        assert isinstance(exchange, Exchange)
        assert exchange.id > 0
        # The port is remembered for the next time that the app is opened.
        assert all_services.store.projects.settings(target).last_port == guest.status.port
        notification = next(item for item in stream if isinstance(item, ExchangeFinished))
        assert notification.exchange.id == exchange.id
        stored = all_services.store.exchange(exchange.id)
        assert stored is not None
        assert stored.response is not None
        assert stored.response.body.text == "hello"
    finally:
        all_services.close()


MAIL_APP = """
import smtplib
from flask import Flask
app = Flask(__name__)
@app.get("/")
def home():
    with smtplib.SMTP("smtp.example") as client:
        client.sendmail("me@x.example", ["you@x.example"], "Subject: Hello\\r\\n\\r\\nHello")
    return "sent"
"""


def test_a_caught_message_has_its_app_and_its_exchange(tmp_path: Path) -> None:
    """It is linked to its exchange when that has finished."""
    (tmp_path / "app.py").write_text(MAIL_APP)
    all_services = services.build(tmp_path / "data", start_thread=start_thread)
    try:
        stream = all_services.live_feed.listen()
        target = Target(kind=TargetKind.FILE, spec="app.py", root=tmp_path, app="app.py", name="ferries")
        guest = all_services.guests.open(target)
        assert guest.wait(PATIENCE).state is GuestState.READY
        exchange = guest.send(OutgoingRequest(method="GET", path="/"))
        assert isinstance(exchange, Exchange)
        notification = next(item for item in stream if isinstance(item, MailCaught))
        message = all_services.store.mail.get(notification.message.id)
        assert message is not None
        assert (message.app, message.exchange, message.recipients) == (
            "ferries",
            exchange.id,
            ("you@x.example",),
        )
    finally:
        all_services.close()


def test_closing_ends_guests_and_streams(tmp_path: Path) -> None:
    """No guest runs afterwards, and no stream goes on."""
    (tmp_path / "app.py").write_text(APP)
    all_services = services.build(tmp_path / "data", start_thread=start_thread)
    stream = all_services.live_feed.listen()
    guest = all_services.guests.open(
        Target(kind=TargetKind.FILE, spec="app.py", root=tmp_path, app="app.py", name="app")
    )
    guest.wait(PATIENCE)
    all_services.close()
    assert guest.status.state is not GuestState.READY
    assert list(stream) == []


def test_pages_hear_that_the_store_cannot_be_written(tmp_path: Path) -> None:
    """Each open stream is told when that begins, and when it ends."""
    (tmp_path / "data").mkdir()
    all_services = services.build(tmp_path / "data", start_thread=start_thread)
    try:
        stream = all_services.live_feed.listen()
        error = sqlite3.OperationalError("locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        all_services.store._writer.run(Failure(error))
        assert next(stream) == StoreChanged()
        all_services.store._writer._retry_at = 0.0
        all_services.store.settings.set("theme", "dark")
        assert next(stream) == StoreChanged()
        assert all_services.store.outage_problem is None
    finally:
        all_services.close()


def test_subscribers_are_notified_in_order() -> None:
    """One that raises keeps the notification from those after it."""
    calls: list[str] = []

    def fail(_: Notification) -> None:
        calls.append("second")
        raise OSError

    subscribers = (lambda _: calls.append("first"), fail, lambda _: calls.append("third"))
    with pytest.raises(OSError):  # noqa: PT011 - it has no message
        services.notify_in_order(subscribers, GuestChanged("g1", GuestState.READY))
    assert calls == ["first", "second"]
