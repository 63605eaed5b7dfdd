"""What a session knows of its guest."""

import threading
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

from server.model.versions import Versions
from server.runner.channel.protocol import parse
from server.runner.guests.session import GuestSession, exchange_versions
from server.runner.processes.limits import Limits
from tests.server.runner.channel.test_protocol import END, READY
from tests.support.runner import sample_events


def test_versions_that_are_known_late_count() -> None:
    """An app may add the folder of its Flask to the path: `ready` says so, and where the app comes from."""
    run: Any = SimpleNamespace(versions=Versions(python="3.12.1"))
    anything: Any = SimpleNamespace(next_id=int, session_ready=lambda session: None)
    session = GuestSession(run, "run", "guest", anything, anything, anything)
    assert (session.versions, session.origin) == (Versions(python="3.12.1"), None)
    session.handle(run, parse(READY))
    assert session.versions == Versions(python="3.12.1", flask="3.1.3", server="waitress 3.0.2")
    assert session.origin is not None
    assert session.origin.place == "/shop/app.py:3"


def test_exchanges_of_another_framework_have_no_flask() -> None:
    """Flask is installed, but does not answer the requests."""
    versions = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.4", server="waitress 3.0.2")
    assert exchange_versions(versions, "flask") == versions
    assert exchange_versions(versions, "wsgi") == Versions(python="3.12.1", server="waitress 3.0.2")


def test_a_session_knows_whether_threads_of_its_requests_are_at_work() -> None:
    """It waits no longer than asked, and not at all once the run has ended."""
    ended = threading.Event()
    run: Any = SimpleNamespace(versions=Versions(), spec=SimpleNamespace(limits=Limits()), ended=ended)
    session = GuestSession(run, "run", "guest", MagicMock(), MagicMock(), MagicMock())
    assert session.wait_for_threads(0)
    first = sample_events.envelope("wsgi", sample_events.wsgi_request())
    number = first["exchange"]
    session.handle(run, parse({"type": "events", "events": [first]}))
    session.handle(run, parse({**END, "exchange": number, "threads": 1}))
    assert not session.wait_for_threads(0)
    session.handle(run, parse({"type": "rested", "exchange": number}))
    assert session.wait_for_threads(0)
    ended.set()
    assert session.wait_for_threads(60)
