"""The object graph."""

from pathlib import Path

from server import services
from server.model.exchange import Exchange
from server.model.guest import GuestState, Target, TargetKind
from server.model.notifications import ExchangeFinished, MailCaught
from server.model.outgoing_request import OutgoingRequest
from server.web.base.background import start_thread

PATIENCE = 30.0
APP = """
from flask import Flask
app = Flask(__name__)
@app.get("/")
def home():
    return "hello"
"""


def test_an_exchange_travels_from_the_guest_to_store_and_feed(tmp_path: Path) -> None:
    """A request to a guest is in the history and in the feed, with one number, when it has been answered."""
    (tmp_path / "app.py").write_text(APP)
    graph = services.build(tmp_path / "data", start_thread=start_thread)
    try:
        stream = graph.live_feed.listen()
        target = Target(kind=TargetKind.FILE, spec="app.py", root=tmp_path, app="app.py", name="app")
        guest = graph.guests.open(target)
        assert guest.wait(PATIENCE).state is GuestState.READY
        sent = guest.send(OutgoingRequest(method="GET", path="/"))
        assert isinstance(sent, Exchange)
        assert sent.id > 0
        told = next(item for item in stream if isinstance(item, ExchangeFinished))
        assert told.exchange.id == sent.id
        kept = graph.store.exchange(sent.id)
        assert kept is not None
        assert kept.response is not None
        assert kept.response.body.text == "hello"
    finally:
        graph.close()


WRITING = """
import smtplib
from flask import Flask
app = Flask(__name__)
@app.get("/")
def home():
    with smtplib.SMTP("smtp.example") as client:
        client.sendmail("me@x.example", ["you@x.example"], "Subject: Hello\\r\\n\\r\\nHello")
    return "sent"
"""


def test_a_caught_message_knows_its_app_and_its_exchange(tmp_path: Path) -> None:
    """It is in the mailbox when the app has been told so, and tied to its exchange when that is over."""
    (tmp_path / "app.py").write_text(WRITING)
    graph = services.build(tmp_path / "data", start_thread=start_thread)
    try:
        stream = graph.live_feed.listen()
        target = Target(kind=TargetKind.FILE, spec="app.py", root=tmp_path, app="app.py", name="ferries")
        guest = graph.guests.open(target)
        assert guest.wait(PATIENCE).state is GuestState.READY
        sent = guest.send(OutgoingRequest(method="GET", path="/"))
        assert isinstance(sent, Exchange)
        caught = next(item for item in stream if isinstance(item, MailCaught))
        letter = graph.store.mail.get(caught.message.id)
        assert letter is not None
        assert (letter.app, letter.exchange, letter.recipients) == ("ferries", sent.id, ("you@x.example",))
    finally:
        graph.close()


def test_closing_ends_the_guests(tmp_path: Path) -> None:
    """After close no guest runs, and no stream goes on."""
    (tmp_path / "app.py").write_text(APP)
    graph = services.build(tmp_path / "data", start_thread=start_thread)
    stream = graph.live_feed.listen()
    guest = graph.guests.open(
        Target(kind=TargetKind.FILE, spec="app.py", root=tmp_path, app="app.py", name="app")
    )
    guest.wait(PATIENCE)
    graph.close()
    assert guest.status.state is not GuestState.READY
    assert list(stream) == []
