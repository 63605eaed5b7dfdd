"""An exchange with an event of every kind."""

from server.model.exchange import Exchange
from tests.support.lenses import sample_events as s
from tests.support.lenses.sample_library_events import libraries


def full_exchange() -> Exchange:
    """Return an exchange in which every lens has something to show."""
    return s.exchange(
        s.arrival(),
        s.app(replaced=[s.in_place_of("dispatch_request")]),
        s.sent_cookies("session"),
        s.match("/", s.tried("/users/<int:id>", "converter", converter="int", value="x", argument="id")),
        s.hook("before_request", "load", at=0.5),
        s.view(raised="ZeroDivisionError: x", took=2.0),
        s.template(at=1.2, took=0.5),
        s.sql(),
        s.mail(),
        s.signal(),
        *libraries(),
        s.log("careful", "WARNING", 30),
        s.raised(at=3.1),
        s.session(unsaved=True, nested=["cart"]),
        s.answer(500, "ERROR"),
        s.set_cookie(over=True, bytes=5000),
        s.closing(),
        status=500,
    )
