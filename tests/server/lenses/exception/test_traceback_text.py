"""Tests of the traceback as text."""

from typing import Any

from server.lenses.exception.traceback_text import traceback_text
from server.lenses.kit.event_reader import EventReader
from tests.support.lenses import sample_events as s


def related(relation: str, of: int, name: str, **changes: Any) -> dict[str, Any]:
    """Return an exception that belongs to another one."""
    frames = [s.frame("load", own=True)]
    return {
        **{"relation": relation, "of": of, "type": name, "module": "builtins", "message": "m"},
        **{"notes": [], "frames": frames, "omitted": 0, **changes},
    }


def text(**changes: Any) -> str:
    """Return the traceback of an exception with one frame."""
    body = {**s.raised().body, "frames": [s.frame("index", own=True)], **changes}
    return traceback_text(EventReader(body))


def test_it_reads_like_that_of_python() -> None:
    """Frames with their line of source, the module of the type unless it is Python's own, and notes."""
    assert text(module="shop", message="no tea", notes=["ask\nagain"], omitted=2) == (
        "Traceback (most recent call last):\n"
        "  [2 more]\n"
        '  File "/home/ada/shop/app.py", line 12, in index\n'
        "    return 1 / 0\n"
        "shop.ZeroDivisionError: no tea\n"
        "ask\n"
        "again"
    )


def test_what_an_exception_came_from_stands_above_it() -> None:
    """A cause, and above that the context in which the cause was raised."""
    found = text(related=[related("cause", 0, "KeyError"), related("context", 1, "OSError", frames=[])])
    order = ["OSError: m", "another exception occurred", "KeyError: m", "direct cause", "ZeroDivisionError"]
    assert sorted(order, key=found.index) == order


def test_the_members_of_a_group_are_indented_below_it() -> None:
    """Also those of a group in the group."""
    inner = [related("member", 0, "ExceptionGroup"), related("member", 1, "ValueError", frames=[])]
    lines = text(related=inner).split("\n")
    assert "  +---------------- 1 ----------------" in lines
    assert "  | ExceptionGroup: m" in lines
    assert "  |   | ValueError: m" in lines
    assert lines.index("ZeroDivisionError: division by zero") < lines.index("  | ExceptionGroup: m")


def test_a_guest_can_draw_no_circle() -> None:
    """One that belongs to itself, or to a later one, is left out, and a long list comes to an end."""
    assert "ZeroDivisionError" in text(related=[related("cause", 1, "A"), related("cause", 7, "B")])
    many = [related("context", number, f"E{number}") for number in range(3000)]
    assert text(related=many).count("another exception") == 20
