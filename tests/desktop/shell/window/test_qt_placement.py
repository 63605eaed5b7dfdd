"""Tests of the placement of a real window."""

import pytest

from tests.support.window import cdp
from tests.support.window.program import Program, started

pytestmark = pytest.mark.window


def double_click_title(program: Program) -> None:
    """Maximize the window, or restore it, by a double click."""
    where = ("mousemove", "--window", program.window(), "--", "200", "-8")
    program.user_desktop.xdotool(*where, "click", "--repeat", "2", "--delay", "60", "1")


def test_size_and_position_are_remembered(fumehood: Program) -> None:
    """A window that was moved, resized and zoomed opens the same way the next time."""
    user_desktop = fumehood.user_desktop
    page = fumehood.page()
    window = fumehood.window()
    user_desktop.xdotool("windowsize", "--sync", window, "900", "640")
    user_desktop.xdotool("windowmove", "--sync", window, "80", "60")
    user_desktop.xdotool("windowactivate", "--sync", window, "key", "ctrl+plus")
    cdp.until("a larger page", lambda: page.run("devicePixelRatio") > 1)
    zoom = page.run("devicePixelRatio")
    before = fumehood.geometry()
    assert fumehood.end() == 0
    with started(user_desktop) as second:
        page = second.page()
        cdp.until(f"the window at {before}", lambda: second.geometry() == before)
        cdp.until("the zoom of before", lambda: page.run("devicePixelRatio") == zoom)
        assert second.end() == 0


def test_a_maximized_window_opens_maximized(fumehood: Program) -> None:
    """It opens maximized again, and has its former size when it is restored."""
    user_desktop = fumehood.user_desktop
    fumehood.page()
    small = fumehood.geometry()
    double_click_title(fumehood)
    large = cdp.until("a larger window", lambda: (now := fumehood.geometry())[2] > small[2] and now)
    assert fumehood.end() == 0
    with started(user_desktop) as second:
        second.page()
        cdp.until(f"the window at {large}", lambda: second.geometry()[2:] == large[2:])
        double_click_title(second)
        cdp.until(f"the window at {small}", lambda: second.geometry()[2:] == small[2:])
        assert second.end() == 0
