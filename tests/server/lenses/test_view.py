"""Tests of the view lens."""

from server.lenses import view
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_a_view_is_shown_with_arguments_and_result() -> None:
    """Name, location, arguments, returned value, duration."""
    exchange = s.exchange(s.match(), s.view("cart", took=3.0, args={"id": s.value("3", "int")}))
    found = lines(view.LENS, exchange)
    assert "Function: cart" in found
    assert "Took: 3.00 ms" in found
    assert "Returned: 'hello'" in found
    assert "id: 3" in found


def test_a_skipped_view_says_why() -> None:
    """An empty tab would leave the reader guessing."""
    exchange = s.exchange(s.match(), s.hook("before_request", "gate", at=1, answered=True))
    assert lines(view.LENS, exchange) == ["· The view never ran: the hook gate answered first."]
