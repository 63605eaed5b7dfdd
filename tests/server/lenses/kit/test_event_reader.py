"""Tests of reading the bodies of events."""

import base64
from typing import Any

import pytest

from server.lenses.kit.blocks import Value
from server.lenses.kit.event_reader import EventReader, UnreadableError, described, finite


@pytest.mark.parametrize("odd", [None, 1, "text", [1], True])
def test_a_body_that_is_no_object_is_unreadable(odd: object) -> None:
    """The body of an event must be a mapping."""
    with pytest.raises(UnreadableError):
        EventReader(odd)


@pytest.mark.parametrize(
    ("method", "default"),
    [
        ("text", ""),
        ("texts", ()),
        ("flag", False),
        ("maybe_flag", None),
        ("whole", 0),
        ("maybe_whole", None),
        ("number", None),
        ("part", None),
        ("parts", ()),
        ("pairs", ()),
        ("lines", ()),
        ("value", None),
        ("values", ()),
        ("attributes", ()),
        ("body", None),
    ],
)
def test_a_missing_or_null_field_has_a_default(method: str, default: object) -> None:
    """A field that an older probe did not send does not make an event unreadable."""
    assert getattr(EventReader({}), method)("x") == default
    assert getattr(EventReader({"x": None}), method)("x") == default


@pytest.mark.parametrize(
    ("method", "odd"),
    [
        ("text", 7),
        ("texts", "GET"),
        ("texts", [1]),
        ("flag", 1),
        ("whole", 1.5),
        ("whole", True),
        ("whole", float("nan")),
        ("number", "1"),
        ("number", 10**400),
        ("parts", {}),
        ("parts", ["x"]),
        ("pairs", [["a"]]),
        ("pairs", ["ab"]),
        ("lines", [["1", "x"]]),
        ("lines", ["1x"]),
        ("value", "1"),
        ("values", []),
        ("values", {1: {}}),
        ("attributes", [1]),
        ("attributes", {"Path": 1}),
        ("body", {"base64": "***"}),
        ("body", {"text": 1}),
    ],
)
def test_a_malformed_field_is_unreadable(method: str, odd: Any) -> None:
    """It raises UnreadableError, never another error, and is never guessed."""
    with pytest.raises(UnreadableError):
        getattr(EventReader({"x": odd}), method)("x")


def test_a_described_object_keeps_type_and_cut() -> None:
    """It becomes a value."""
    assert described({"type": "int", "repr": "3", "cut": True}) == Value(text="3", type="int", cut=True)


def test_numbered_lines_and_pairs_are_read() -> None:
    """Source lines and headers arrive as lists of two items."""
    reading = EventReader({"lines": [[3, "x = 1"]], "pairs": [["Host", "a"]]})
    assert reading.lines("lines") == ((3, "x = 1"),)
    assert reading.pairs("pairs") == (("Host", "a"),)


def test_an_attribute_may_have_no_value() -> None:
    """`HttpOnly` has no text: its presence is the information."""
    given = EventReader({"x": {"HttpOnly": True, "Path": "/"}}).attributes("x")
    assert given == (("HttpOnly", None), ("Path", "/"))


def test_a_body_is_read_from_text_or_base64() -> None:
    """Whichever of the two forms was sent."""
    text = EventReader({"x": {"text": "å", "size": 9, "type": "text/plain"}}).body("x")
    assert text is not None
    assert (text.data, text.size, text.content_type, text.truncated) == ("å".encode(), 9, "text/plain", True)
    packed = EventReader({"x": {"base64": base64.b64encode(b"\xff").decode(), "size": 1}}).body("x")
    assert packed is not None
    assert packed.data == b"\xff"


@pytest.mark.parametrize("odd", [float("inf"), float("nan"), 1e300, True, "1", None, 10**400])
def test_a_number_that_cannot_be_drawn_is_none(odd: object) -> None:
    """Infinity, NaN and other types have no place on a scale."""
    assert finite(odd) is None
