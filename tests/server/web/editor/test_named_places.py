"""Tests of which places may be opened."""

from server.model.background import BackgroundEvent
from server.model.event import Caller, Event
from server.model.guest import Route
from server.model.origin import Origin
from server.web.editor import named_places
from tests.support.fake_guests import make_event, make_exchange


def test_every_place_of_an_exchange_is_known() -> None:
    """Those of callers, of frames inside a body, and where the app was created."""
    frames = [{"file": "/srv/b.py", "line": 5, "function": "f"}]
    sql = Event(
        exchange=1,
        seq=2,
        kind="sql",
        at=0.0,
        took=None,
        caller=Caller(file="/srv/c.py", line=9, function="g"),
        family=None,
        body={},
    )
    origin = Origin(interpreter="/p", working_directory="/w", app="a:app", file="/srv/a.py", line=1)
    exchange = make_exchange(events=(make_event("exception", frames=frames), sql), origin=origin)
    assert named_places.places_of_exchange(exchange) == {
        ("/srv/a.py", 1),
        ("/srv/b.py", 5),
        ("/srv/c.py", 9),
    }


def test_the_places_of_an_app_are_those_of_its_views_and_its_background() -> None:
    """A view whose place is not known has none."""
    known = Route(rule="/", endpoint="e", methods=(), arguments=(), file="/srv/a.py", line=3)
    unknown = Route(rule="/x", endpoint="x", methods=(), arguments=())
    assert named_places.places_of_routes((known, unknown)) == {("/srv/a.py", 3)}
    event = make_event("log", file="/srv/l.py", line=4)
    background = (BackgroundEvent(time=1.0, event=event),)
    assert named_places.places_of_background(background) == {("/srv/l.py", 4)}
