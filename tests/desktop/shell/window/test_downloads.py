"""Tests of downloads."""

import pytest

from tests import machine

machine.import_window_toolkit()

from desktop.shell.window.downloads import is_ours  # noqa: E402 - it imports the toolkit
from desktop.shell.window.navigation_policy import origin  # noqa: E402 - beside the one above
from tests.support.window import cdp  # noqa: E402 - as above
from tests.support.window.program import Program  # noqa: E402 - as above

HOME = origin("http://127.0.0.1:5000/")


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("http://127.0.0.1:5000/a.txt", True),
        ("blob:http://127.0.0.1:5000/8f1c", True),
        ("http://127.0.0.1:5001/a.txt", False),
        ("https://127.0.0.1:5000/a.txt", False),
        ("blob:http://example.com/8f1c", False),
        ("data:text/plain,a", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_the_pages_own_origin_is_downloaded_from(url: str, ours: bool) -> None:
    """What a script of the page has made is of its origin too."""
    assert is_ours(url, HOME) is ours
    assert not is_ours(url, None)


@pytest.mark.window
def test_a_script_downloads_nothing(stub_app: Program, untouched: cdp.Page) -> None:
    """Without a person who clicks, no dialog opens."""
    untouched.run("document.querySelector('#save').click()")
    untouched.run("new Promise((done) => setTimeout(done, 300))")
    assert stub_app.user_desktop.xdotool("getactivewindow") == stub_app.window()
