"""Where a window goes and what its page may do, with the engine that decides it."""

import sys
from collections.abc import Iterator

import pytest

from tests.window import cdp
from tests.window.program import Desk, Program, started

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def program(shared_desk: Desk) -> Iterator[Program]:
    """The stand-in, open for all tests of this module."""
    command = (sys.executable, "-m", "tests.window.stub_app", str(shared_desk.home.parent / "window.json"))
    with started(shared_desk, command=command) as program:
        yield program


@pytest.fixture
def page(program: Program) -> cdp.Page:
    """Its first page, loaded anew."""
    found = program.page()
    found.run("location.pathname === '/' || (location.href = '/')")
    cdp.until("home", lambda: found.run("location.pathname === '/' && document.readyState === 'complete'"))
    return found


def stays(page: cdp.Page, script: str) -> None:
    """Run a script that would go away, let the engine decide, and see that the page is still home."""
    page.run("window.mark = 'here'")
    page.run(f"setTimeout(() => {{ {script} }}, 0); 1")
    # A navigation that is let through replaces the page within this many tasks of its own process.
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
def test_no_script_goes_away(program: Program, page: cdp.Page, script: str) -> None:
    """Scripts, redirects, forms and refreshes leave neither the window nor the machine."""
    before = program.desk.links_out()
    stays(page, script)
    assert program.desk.links_out() == before
    assert all("127.0.0.1" in address for address in program.addresses())


def test_pages_of_our_own_are_shown(page: cdp.Page) -> None:
    """A link within the origin goes there."""
    page.click("#in")
    cdp.until("the other page", lambda: page.run("document.title") == "At /in")


def test_a_new_window_of_our_own_is_this_one(program: Program, page: cdp.Page) -> None:
    """A link with target=_blank to a page of ours shows it here; no second window opens."""
    program.click(page, "#new")
    cdp.until("the other page", lambda: page.run("document.title") == "At /new")
    assert len(program.addresses()) == 1


@pytest.mark.parametrize("link", ["out", "blank"])
def test_a_link_out_opens_in_the_systems_browser(program: Program, page: cdp.Page, link: str) -> None:
    """With a real click, plain or with target=_blank, while the window stays where it is."""
    before = len(program.desk.links_out())
    program.click(page, f"#{link}")
    opened = cdp.until("the browser", lambda: program.desk.links_out()[before:])
    assert opened == [f"http://example.com/{link}"]
    assert page.run("location.pathname") == "/"


def test_a_page_has_no_bridge(page: cdp.Page) -> None:
    """Nothing of pywebview's or of Qt's channel is in the page, also after a while."""
    page.run("new Promise((done) => setTimeout(done, 300))")
    names = ["pywebview", "qt", "QWebChannel", "external.call", "_pywebviewAlert"]
    assert [page.run(f"typeof (window.{name})") for name in names] == ["undefined"] * len(names)


def test_the_chosen_theme_reaches_page_and_menus(page: cdp.Page) -> None:
    """A page whose user chose dark prefers dark, and one with light prefers light again."""
    page.run("location.href = '/dark'")
    cdp.until("dark", lambda: page.run("matchMedia('(prefers-color-scheme: dark)').matches"))
    page.run("location.href = '/'")
    cdp.until("light", lambda: page.run("matchMedia('(prefers-color-scheme: light)').matches"))


def test_nothing_is_saved_and_nothing_is_granted(page: cdp.Page) -> None:
    """Permissions are denied without asking, the camera too."""
    for name in ("geolocation", "notifications", "camera", "microphone"):
        assert (
            page.run(f"navigator.permissions.query({{name: '{name}'}}).then((found) => found.state)")
            != "granted"
        )


def test_the_title_is_the_pages_own_and_never_an_address(program: Program, page: cdp.Page) -> None:
    """A page without a title leaves the window's name, so that no launch token is seen on a screen."""
    page.run("location.href = '/in'")
    assert program.window("^At /in$")
    page.run("location.href = '/untitled'")
    assert program.window("^Stub app$")


def test_a_command_of_the_menu_reaches_the_page(program: Program, page: cdp.Page) -> None:
    """A menu's line runs the command of that id in the page."""
    program.desk.xdotool("windowactivate", "--sync", program.window())
    program.desk.xdotool("key", "alt+h", "Return")
    cdp.until("the command", lambda: page.run("document.title") == "ran palette")


def test_a_guest_has_a_window_that_goes_nowhere_else(program: Program, page: cdp.Page) -> None:
    """It shows the guest, cannot be led to the workbench or the web, and closes alone."""
    page.run("location.href = '/guest'")
    guest = program.page("http://localhost")
    guest.run("window.mark = 'here'")
    ours = page.run("location.origin")
    for address in (ours, "http://example.com/", "file:///etc/passwd"):
        guest.run(f"setTimeout(() => {{ location = '{address}' }}, 0); 1")
        guest.run("new Promise((done) => setTimeout(done, 300))")
        assert guest.run("[location.hostname, window.mark]") == ["localhost", "here"]
    window = program.window("A guest")
    program.desk.xdotool("windowactivate", "--sync", window, "key", "ctrl+w")
    cdp.until("the guest's window to close", lambda: len(program.addresses()) == 1)
    assert program.process.poll() is None
