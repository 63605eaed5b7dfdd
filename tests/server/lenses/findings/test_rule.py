"""Tests of what rules share."""

from server.lenses.findings.rule import own_line, uncaught
from server.lenses.kit.event_reader import EventReader
from tests.support.lenses import sample_events as s


def test_exceptions_are_found_by_module_and_name() -> None:
    """Those that an error handler answered, and those of other types, are left out."""
    exchange = s.exchange(
        s.raised("ValueError", where="view", handled=False), s.raised("KeyError", where="view", handled=False)
    )
    assert [event.seq for event, _body in uncaught(exchange, "KeyError")] == [1]
    handled = s.exchange(s.raised("KeyError", where="view", handled=True))
    assert list(uncaught(handled, "KeyError")) == []


def test_the_innermost_line_of_the_guest_is_its_own_line() -> None:
    """Frames of libraries are passed over; without a frame of the guest there is no line."""
    frames = [
        {"file": "a.py", "line": 1, "own": True, "source": [[1, "outer()"]]},
        {"file": "a.py", "line": 5, "own": True, "source": [[4, "def outer():"], [5, "  inner()"]]},
        {"file": "lib.py", "line": 9, "own": False, "source": [[9, "raise"]]},
    ]
    assert own_line(EventReader({"frames": frames})) == ("a.py", 5, "  inner()")
    assert own_line(EventReader({"frames": frames[2:]})) is None
