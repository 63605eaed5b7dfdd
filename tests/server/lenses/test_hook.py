"""Tests of the hooks lens: order, time, and which one answered."""

from server.lenses.hook import LENS
from server.lenses.kit.blocks import Table, Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_hooks_are_listed_in_the_order_in_which_they_ran() -> None:
    """With number, phase, name, scope, time, duration and result."""
    exchange = s.exchange(
        s.match(),
        s.hook("before_request", "load_user", at=0.5, took=0.25),
        s.view(),
        s.hook("after_request", "add_headers", at=4.0, scope="shop"),
    )
    found = lines(LENS, exchange)
    assert "1  before_request  load_user  app  500 µs  250 µs  passed on" in found
    assert "2  after_request  add_headers  shop  4.00 ms  100 µs  passed on" in found


def test_the_hook_that_answered_is_marked_and_the_skipped_view_named() -> None:
    """The table marks it, and a remark above says so."""
    answered = s.hook("before_request", "gate", at=1, answered=True, returned=s.value("'no'"))
    view = LENS.present(s.exchange(s.match(), answered))
    table = next(block for block in view.blocks if isinstance(block, Table))
    assert (table.rows[0].tone, table.rows[0].mark) == (Tone.NOTE, "answered")
    found = lines(LENS, s.exchange(s.match(), answered))
    assert "· The view never ran: the hook gate answered first." in found
    assert any(line.endswith("answered with 'no'") for line in found)


def test_a_hook_that_raised_marks_the_tab() -> None:
    """An exception in a hook is an error."""
    view = LENS.present(s.exchange(s.match(), s.hook("before_request", "gate", at=1, raised="KeyError: 1")))
    assert (view.tone, view.count) == (Tone.ERROR, 1)


def test_a_malformed_hook_does_not_affect_the_others() -> None:
    """Its own row says that it is unreadable."""
    exchange = s.exchange(
        s.match(), s.hook("before_request", "a", at=1), s.hook("after_request", "b", at=2, scope=7), s.view()
    )
    found = lines(LENS, exchange)
    assert any(" a " in line for line in found)
    assert any(line.endswith("Could not read this.") for line in found)


def test_a_hook_that_put_another_response_in_the_place_of_the_first_is_said_to() -> None:
    """It made what was sent, whatever the view had returned."""
    swap = s.hook("after_request", "swap", at=4.2, replaced=True, returned=s.value("<Response>", "Response"))
    found = lines(LENS, s.exchange(s.match(), s.view(), swap))
    assert found[0] == "· The hook swap put another response in the place of the first."
    assert any(line.endswith("put another response in its place") for line in found)
    summary = LENS.journey.summarise(swap)
    assert str(summary.sentence) == "`swap` put another response in the place of the one it got"


def test_a_hook_that_returned_nothing_replaced_nothing() -> None:
    """Flask raises an exception then."""
    forgot = s.hook("after_request", "forgot", at=4.2, replaced=True)
    assert str(LENS.journey.summarise(forgot).sentence) == "`forgot` ran"
