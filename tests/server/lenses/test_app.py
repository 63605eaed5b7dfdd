"""Tests of the app lens."""

from server.lenses.app import LENS
from server.lenses.kit.blocks import Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_the_app_is_named_with_the_path_that_it_is_below() -> None:
    """A process may have several."""
    assert str(LENS.journey.summarise(s.app()).sentence) == "The Flask app `shop` took the request"
    below = LENS.journey.summarise(s.app("cellar", script_name="/cellar"))
    assert str(below.sentence) == "The Flask app `cellar` took the request, below the path `/cellar`"
    assert below.tone is Tone.PLAIN


def test_a_replaced_method_is_named_with_its_place_and_what_may_be_missing() -> None:
    """It stands in the Journey, too."""
    event = s.app(replaced=[s.in_place_of("dispatch_request")])
    found = lines(LENS, s.exchange(event))
    place = "Toolbar.dispatch (shop/toolbar.py:9)"
    assert f"· {place} is in the place of Flask's dispatch_request, which did not run." in found
    assert "A view that it does not take from view_functions is missing here." in found
    assert LENS.journey.summarise(event).tone is Tone.NOTE


def test_hooks_after_the_view_may_be_missing_where_the_response_is_finished_otherwise() -> None:
    """Flask's own finalize_request is what calls them."""
    event = s.app(replaced=[s.in_place_of("finalize_request")])
    assert "Hooks that it calls after the view may be missing here." in lines(LENS, s.exchange(event))


def test_nothing_is_missing_where_flasks_own_method_ran() -> None:
    """As it does where a subclass calls super."""
    event = s.app(replaced=[s.in_place_of("dispatch_request", original=True)])
    place = "Toolbar.dispatch (shop/toolbar.py:9)"
    assert f"{place} is in the place of Flask's dispatch_request, and calls it." in lines(
        LENS, s.exchange(event)
    )
    assert LENS.journey.summarise(event).tone is Tone.PLAIN
