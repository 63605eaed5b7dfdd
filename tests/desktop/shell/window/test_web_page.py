"""Tests of the navigation and the permissions of a page in the real engine."""

import pytest

from tests.desktop.shell.window.conftest import INPUT_SECONDS
from tests.support.window import cdp
from tests.support.window.program import Program

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def input_is_over(stub_app: Program) -> None:
    """Wait once until the input of other tests no longer counts as the cause of what a page does."""
    stub_app.page("http://127.").run(f"new Promise((done) => setTimeout(done, {INPUT_SECONDS * 1000 + 100}))")


def stays(page: cdp.Page, script: str) -> None:
    """Run a script that would navigate away, and check that the page is still the home page."""
    page.run("window.mark = 'here'")
    page.run(f"setTimeout(() => {{ {script} }}, 0); 1")
    # A navigation that is allowed replaces the page within this time.
    page.run("new Promise((done) => setTimeout(done, 400))")
    assert page.run("[location.pathname, window.mark]") == ["/", "here"]


@pytest.mark.parametrize(
    "script",
    [
        "location = 'http://example.com/'",
        "location.replace('https://example.com/')",
        "location = location.href.replace('127.0.0.1', 'localhost')",
        "location = 'file:///etc/passwd'",
        "location = 'data:text/html,x'",
        "location = 'blob:' + location.origin + '/x'",
        "location = 'chrome://gpu'",
        "location = 'view-source:' + location.href",
        "location = '/redirect'",
        "document.querySelector('#away').click()",
        "document.querySelector('#file').click()",
        "document.querySelector('#form').submit()",
        "window.open('http://example.com/')",
        "window.open('http://example.com/', '_top')",
        "document.querySelector('#out').click()",
        "document.head.innerHTML += '<meta http-equiv=refresh content=\"0;url=http://example.com/\">'",
    ],
)
@pytest.mark.hardness("foreign-scheme")
@pytest.mark.usefixtures("input_is_over")
def test_no_script_navigates_away(stub_app: Program, stub_page: cdp.Page, script: str) -> None:
    """Scripts, redirects, forms and refreshes reach no other origin and no other program."""
    before = stub_app.user_desktop.links_out()
    stays(stub_page, script)
    assert stub_app.user_desktop.links_out() == before
    assert all("127.0.0.1" in address for address in stub_app.addresses())


def test_links_within_the_origin_are_followed(stub_page: cdp.Page) -> None:
    """A link within the origin shows its page."""
    stub_page.click("#in")
    cdp.until("the other page", lambda: stub_page.run("document.title") == "At /in")


def test_a_new_window_within_the_origin_is_this_one(stub_app: Program, stub_page: cdp.Page) -> None:
    """A link with target=_blank within the origin is shown in this window; no second one opens."""
    stub_app.click(stub_page, "#new")
    cdp.until("the other page", lambda: stub_page.run("document.title") == "At /new")
    assert len(stub_app.addresses()) == 1


@pytest.mark.parametrize("link", ["out", "blank"])
def test_an_external_link_opens_in_the_systems_browser(
    stub_app: Program, stub_page: cdp.Page, link: str
) -> None:
    """A click on it, with or without target=_blank, leaves the window where it is."""
    before = len(stub_app.user_desktop.links_out())
    stub_app.click(stub_page, f"#{link}")
    opened = cdp.until("the browser", lambda: stub_app.user_desktop.links_out()[before:])
    assert opened == [f"http://example.com/{link}"]
    assert stub_page.run("location.pathname") == "/"


@pytest.mark.hardness("window-bridge")
def test_no_permission_is_granted(stub_page: cdp.Page) -> None:
    """Permissions such as the camera are denied without asking."""
    for name in ("geolocation", "notifications", "camera", "microphone"):
        assert (
            stub_page.run(f"navigator.permissions.query({{name: '{name}'}}).then((found) => found.state)")
            != "granted"
        )
