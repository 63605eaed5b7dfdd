"""Tests of a window and of the windows of guests."""

import pytest

from tests.support.window import cdp
from tests.support.window.program import Program

pytestmark = pytest.mark.window


@pytest.mark.hardness("window-bridge")
def test_a_page_has_no_bridge(stub_page: cdp.Page) -> None:
    """No object of pywebview or of Qt's channel is in the page, even after a while."""
    stub_page.run("new Promise((done) => setTimeout(done, 300))")
    names = ["pywebview", "qt", "QWebChannel", "external.call", "_pywebviewAlert"]
    assert [stub_page.run(f"typeof (window.{name})") for name in names] == ["undefined"] * len(names)


def test_the_chosen_theme_reaches_page_and_menus(stub_page: cdp.Page) -> None:
    """A page with the dark theme prefers dark, and one with the light theme prefers light again."""
    stub_page.run("location.href = '/dark'")
    cdp.until("dark", lambda: stub_page.run("matchMedia('(prefers-color-scheme: dark)').matches"))
    stub_page.run("location.href = '/'")
    cdp.until("light", lambda: stub_page.run("matchMedia('(prefers-color-scheme: light)').matches"))


def test_the_title_is_never_an_address(stub_app: Program, stub_page: cdp.Page) -> None:
    """A page without a title shows the name of the app, so that no launch token is visible."""
    stub_page.run("location.href = '/in'")
    assert stub_app.window("^At /in$")
    stub_page.run("location.href = '/untitled'")
    assert stub_app.window("^Stub app$")


def test_a_guests_window_stays_on_its_origin(stub_app: Program, stub_page: cdp.Page) -> None:
    """It shows the guest, navigates neither to the workbench nor to the web, and closes alone."""
    stub_page.run("location.href = '/guest'")
    guest = stub_app.page("http://localhost")
    guest.run("window.mark = 'here'")
    ours = stub_page.run("location.origin")
    for address in (ours, "http://example.com/", "file:///etc/passwd"):
        guest.run(f"setTimeout(() => {{ location = '{address}' }}, 0); 1")
        guest.run("new Promise((done) => setTimeout(done, 300))")
        assert guest.run("[location.hostname, window.mark]") == ["localhost", "here"]
    window = stub_app.window("A guest")
    stub_app.user_desktop.xdotool("windowactivate", "--sync", window, "key", "ctrl+w")
    cdp.until("the guest's window to close", lambda: len(stub_app.addresses()) == 1)
    assert stub_app.process.poll() is None
