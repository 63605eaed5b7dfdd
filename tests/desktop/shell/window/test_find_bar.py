"""Tests of the bar that finds text in the page."""

import pytest

from tests import machine
from tests.support.window import cdp
from tests.support.window.program import Program

machine.import_window_toolkit()

from desktop.shell.window.find_bar import count_text  # noqa: E402 - it imports the toolkit


@pytest.mark.parametrize(
    ("active", "number", "text"), [(0, 0, "Not in this page"), (1, 1, "1 of 1"), (2, 14, "2 of 14")]
)
def test_the_count_says_which_of_how_many(active: int, number: int, text: str) -> None:
    """Or that there is none."""
    assert count_text(active, number) == text


@pytest.mark.window
def test_text_is_found_in_the_page(stub_app: Program, stub_page: cdp.Page) -> None:
    """Each place is scrolled to, forwards and backwards, and Escape gives the page its keys again."""
    stub_app.focus()
    keys = stub_app.user_desktop.xdotool
    high = stub_page.run("scrollTo(0, 0), innerHeight")
    keys("key", "ctrl+f")
    cdp.until("the bar", lambda: stub_page.run("innerHeight") < high)
    keys("type", "needle")
    first = cdp.until("the first place", lambda: stub_page.run("scrollY"))
    keys("key", "Return")
    cdp.until("the second place", lambda: stub_page.run("scrollY") > first + 1000)
    keys("key", "shift+F3")
    cdp.until("the first place again", lambda: stub_page.run("scrollY") < first + 1000)
    keys("key", "Escape")
    cdp.until("no bar", lambda: stub_page.run("innerHeight") == high)
    keys("key", "Home")
    cdp.until("the top", lambda: stub_page.run("scrollY") == 0)
