"""The daily work with a project of one's own, in a browser, on a real guest."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser


def test_the_name_of_an_app_is_a_switcher(workbench: WorkbenchPage) -> None:
    """By keyboard: the menu restarts the app and leads to another open one; opening again adds no entry."""
    guest = workbench.shop()
    page = workbench.page
    other = workbench.folder / "blog"
    other.mkdir()
    (other / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    workbench.services.store.trust.grant(other)
    for spec in (str(other), f"{other}/../blog/"):
        page.goto(f"{workbench.origin}/open?target={spec}")
        expect(page.get_by_role("heading", name="blog")).to_be_visible()
    assert len(workbench.services.guests.all()) == 2
    switcher = page.get_by_role("button", name="blog: switch to another app")
    switcher.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Restart")).to_be_focused()
    page.get_by_role("menuitem", name="shop").press("Enter")
    expect(page.get_by_role("heading", name="shop")).to_be_visible()
    page.get_by_role("button", name="shop: switch to another app").click()
    before = guest.run
    page.get_by_role("menuitem", name="Restart").click()
    expect(page.locator(".guest-head > [data-state=ready]")).to_be_visible()
    assert guest.run != before
    send(guest, "/")
    page.get_by_role("button", name="shop: switch to another app").click()
    page.get_by_role("menuitem", name="Close").click()
    expect(page.get_by_role("heading", name="Open an app of yours")).to_be_visible()
    assert [each.target.name for each in workbench.services.guests.all()] == ["blog"]
