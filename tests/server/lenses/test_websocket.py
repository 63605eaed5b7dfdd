"""Tests of the websocket lens."""

import pytest

from server.lenses.websocket import LENS
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("act", "direction", "changes", "sentence"),
    [
        ("opened", "out", {}, "The connection became a websocket"),
        (
            "opened",
            "out",
            {"protocol": "graphql-ws"},
            "The connection became a websocket with the protocol `graphql-ws`",
        ),
        ("message", "out", {}, "Sent: `12 rye`"),
        ("message", "in", {"text": "x" * 130}, f"Received: `{'x' * 119}…`"),
        ("message", "in", {"type": "binary", "text": None, "size": 7}, "A binary message arrived"),
        ("message", "out", {"type": "binary", "text": None, "size": 7}, "A binary message was sent"),
        ("ping", "in", {}, "A ping arrived"),
        ("ping", "out", {}, "A ping was sent"),
        ("pong", "in", {}, "A pong arrived"),
        ("pong", "out", {}, "A pong was sent"),
        ("closed", "in", {"code": 1000}, "A close with the code `1000` arrived"),
        ("closed", "out", {"code": 1008}, "A close with the code `1008` was sent"),
    ],
)
def test_each_act_has_its_sentence(
    act: str, direction: str, changes: dict[str, object], sentence: str
) -> None:
    """The two directions are told apart."""
    assert str(LENS.journey.summarise(lib.websocket(act, direction, **changes)).sentence) == sentence


def test_the_tab_lists_what_happened_in_order() -> None:
    """Messages have their size, and the line that sent them."""
    exchange = s.exchange(lib.websocket("opened"), lib.websocket(), lib.websocket("closed", "in", code=1000))
    shown = lines(LENS, exchange)
    assert [line for line in shown if "12 rye" in line and "6 bytes" in line and "shop/app.py:12" in line]
    assert LENS.present(exchange).count == 3


def test_a_line_opens_the_message() -> None:
    """A cut message says that it is only the beginning; a close opens its reason."""
    whole = LENS.journey.summarise(lib.websocket()).blocks
    cut = LENS.journey.summarise(lib.websocket(cut=True)).blocks
    closed = LENS.journey.summarise(lib.websocket("closed", code=1008, text="too late")).blocks
    assert [block.label for block in (*whole, *cut, *closed)] == [  # type: ignore[union-attr]  # they are texts
        "The message",
        "The beginning of the message",
        "The reason",
    ]
