"""Tests of the server-sent events."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.test import create_environ, run_wsgi_app

from server.live_feed import STREAM_LIMIT
from server.model.exchange import ExchangeState
from server.model.guest import GuestState
from server.model.notifications import (
    ExchangeFinished,
    ExchangeProgressed,
    ExchangeStarted,
    ExchangeUpdated,
    GuestChanged,
    SendWaits,
    SourceSaved,
    StoreChanged,
)
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.workbench_client import WorkbenchClient

Told = tuple[str, dict[str, object]]


class Listener:
    """A page that listens."""

    def __init__(self, workbench: WorkbenchClient, guest: str) -> None:
        headers = {"Cookie": workbench.keys.set_cookie.partition(";")[0], "Accept": "text/event-stream"}
        environ = create_environ(f"/events?guest={guest}", workbench.keys.origin, headers=headers)
        chunks, self.status, self.headers = run_wsgi_app(workbench.app.wsgi_app, environ)
        self.chunks = iter(chunks)
        assert next(self.chunks).startswith(b"retry:")

    def events(self) -> Iterator[Told]:
        """Return the events until the stream ends."""
        for chunk in self.chunks:
            fields = dict(line.partition(": ")[::2] for line in chunk.decode().splitlines() if ": " in line)
            if "event" in fields:
                yield fields["event"], json.loads(fields["data"])


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """A guest that is ready."""
    return workbench.open_guest()


def test_the_stream_is_not_stored(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Server-sent events, behind the same guard and headers as every page."""
    listener = Listener(workbench, "g1")
    assert listener.status == "200 OK"
    assert listener.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert listener.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in listener.headers


@pytest.mark.hardness("starved-pages")
def test_a_head_request_is_no_listener(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Any number of HEAD requests to the stream get its headers and displace nobody."""
    listener = Listener(workbench, "g1")
    for _ in range(STREAM_LIMIT + 1):
        answer = workbench.head("/events?guest=g1")
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.content_type == "text/event-stream; charset=utf-8"
    workbench.live_feed.handle(GuestChanged("g1", GuestState.READY))
    assert next(listener.events())[0] == "guest"


def test_a_row_arrives_at_the_start_and_at_the_end(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The same row twice, the second time with its status; line breaks of a path do not break the stream."""
    events = Listener(workbench, "g1").events()
    workbench.live_feed.handle(
        ExchangeStarted(make_exchange(5, state=ExchangeState.OPEN, response=None, took=None))
    )
    workbench.live_feed.handle(ExchangeFinished(make_exchange(5)))
    (kind, began), (_again, ended) = next(events), next(events)
    assert (kind, began["id"], began["began"]) == ("row", 5, True)
    assert ended["began"] is False
    assert 'id="row-5"' in str(began["html"])
    assert ">200<" in str(ended["html"])
    assert ">200<" not in str(began["html"])


def test_a_row_that_has_ended_without_a_status_says_so(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """An app that raises out of its callable (Flask in debug mode) sends none; "…" is for what runs."""
    events = Listener(workbench, "g1").events()
    workbench.live_feed.handle(ExchangeFinished(make_exchange(5, response=None)))
    _kind, ended = next(events)
    assert ">no answer<" in str(ended["html"])
    assert "…" not in str(ended["html"])


def test_another_guest_is_not_heard(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A page gets the events of its own guest only."""
    events = Listener(workbench, "g1").events()
    workbench.live_feed.handle(ExchangeFinished(make_exchange(5, guest="g2")))
    workbench.live_feed.handle(GuestChanged(workbench.open_guest(name="other").id, GuestState.READY))
    workbench.live_feed.handle(GuestChanged(guest.id, GuestState.READY))
    assert next(events) == ("guest", {"state": "ready"})


def test_a_save_of_the_source_is_heard(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """With the files, and whether the app is started again; that of another app is not."""
    events = Listener(workbench, "g1").events()
    workbench.live_feed.handle(SourceSaved("g2", ("app.py",), restarts=True))
    workbench.live_feed.handle(SourceSaved("g1", ("page.html",), restarts=False))
    assert next(events) == ("saved", {"files": ["page.html"], "restarts": False})


def test_every_page_hears_that_the_store_has_changed(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """It asks for the notice then."""
    events = Listener(workbench, "g1").events()
    workbench.live_feed.handle(StoreChanged())
    assert next(events) == ("store", {})


def test_the_stream_ends_with_the_feed(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """At shutdown a page's stream ends at once."""
    events = Listener(workbench, "g1").events()
    workbench.live_feed.close()
    assert list(events) == []


def test_a_displaced_page_is_notified(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A page whose stream made room for newer ones hears it last."""
    oldest = Listener(workbench, "g1")
    newer = [workbench.live_feed.listen() for _ in range(8)]
    assert list(oldest.events()) == [("displaced", {})]
    assert len(newer) == 8


def test_a_silent_stream_beats(
    workbench: WorkbenchClient, guest: FakeGuest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence is a comment line, which no page acts on."""
    monkeypatch.setattr(workbench.live_feed, "_heartbeat", 0.01)
    assert next(Listener(workbench, "g1").chunks) == b": beat\n\n"


def test_late_events_of_an_exchange_are_published(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A page that shows it then loads it again."""
    listener = Listener(workbench, "g1")
    workbench.services.live_feed.handle(ExchangeUpdated(make_exchange(7)))
    kind, told = next(listener.events())
    assert (kind, told["id"], told["began"], told["changed"]) == ("row", 7, False, True)


def test_a_page_learns_that_a_websocket_carried_something(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """Only the exchange is named: what was recorded so far is read from the guest."""
    listener = Listener(workbench, "g1")
    exchange = make_exchange(7, state=ExchangeState.OPEN, response=None, took=None)
    workbench.live_feed.handle(ExchangeProgressed(replace(exchange, guest="another")))
    workbench.live_feed.handle(ExchangeProgressed(exchange))
    assert next(listener.events()) == ("progress", {"id": 7, "paused": False})


def test_a_page_is_told_behind_how_many_its_request_waits(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """The place of a request in the queue goes to the pages of its app only."""
    events = Listener(workbench, "g1").events()
    workbench.live_feed.handle(SendWaits("g2", "other", 9))
    workbench.live_feed.handle(SendWaits("g1", "mine", 8))
    assert next(events) == ("waiting", {"ticket": "mine", "before": 8})
