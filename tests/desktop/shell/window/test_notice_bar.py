"""Tests of the line that says what was done."""

from pathlib import Path

import pytest

from tests.support.window import cdp
from tests.support.window.program import Program

pytestmark = pytest.mark.window


def test_a_download_asks_where_and_says_that_it_is_done(
    stub_app: Program, stub_page: cdp.Page, tmp_path: Path
) -> None:
    """The file is there, and the line below the page makes it less high."""
    stub_app.focus()
    high = stub_page.run("innerHeight")
    stub_app.click(stub_page, "#save")
    stub_app.focus("Save the file")
    target = tmp_path / "mine.html"
    stub_app.user_desktop.xdotool("type", str(target))
    stub_app.user_desktop.xdotool("key", "Return")
    cdp.until("the file", lambda: target.exists() and "At /in" in target.read_text())
    cdp.until("the line", lambda: stub_page.run("innerHeight") < high)
