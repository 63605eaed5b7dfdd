"""Tests of Qt's menus in a real window."""

import pytest

from tests.support.window import cdp
from tests.support.window.program import Program

pytestmark = pytest.mark.window


def test_a_command_of_the_menu_reaches_the_page(stub_app: Program, stub_page: cdp.Page) -> None:
    """A menu entry runs the command with its id in the page."""
    stub_app.user_desktop.xdotool("windowactivate", "--sync", stub_app.window())
    stub_app.user_desktop.xdotool("key", "alt+h", "Return")
    cdp.until("the command", lambda: stub_page.run("document.title") == "ran palette")


def test_a_key_of_a_menu_works_without_opening_it(stub_app: Program, stub_page: cdp.Page) -> None:
    """Also while the page has the focus: the zoom changes, and is reset."""
    stub_app.focus()
    usual = stub_page.run("devicePixelRatio")
    stub_app.user_desktop.xdotool("key", "ctrl+plus")
    cdp.until("a larger page", lambda: stub_page.run("devicePixelRatio") > usual)
    stub_app.user_desktop.xdotool("key", "ctrl+0")
    cdp.until("the usual size", lambda: stub_page.run("devicePixelRatio") == usual)


def test_editing_from_the_menu_reaches_the_field(stub_app: Program, stub_page: cdp.Page) -> None:
    """What is typed after "Select all" replaces the words of the field that has the focus."""
    stub_app.focus()
    stub_app.click(stub_page, "#field")
    keys = stub_app.user_desktop.xdotool
    keys("key", "--delay", "60", "alt+e", "Up", "Up", "Up", "Up", "Return")
    chosen = "(({selectionStart: a, selectionEnd: b}) => b - a)(document.querySelector('#field'))"
    cdp.until("the selection", lambda: stub_page.run(chosen) == len("words"))
    keys("type", "new")
    cdp.until("the new words", lambda: stub_page.run("document.querySelector('#field').value") == "new")
