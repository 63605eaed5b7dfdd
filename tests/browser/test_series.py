"""A request that is sent many times, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import WorkbenchPage

pytestmark = pytest.mark.browser


def test_a_series_is_sent_drawn_and_cancelled(workbench: WorkbenchPage) -> None:
    """By keyboard: a GET at once, a POST after a question, and one that is cancelled."""
    guest = workbench.shop()
    page = workbench.page
    page.get_by_role("combobox", name="Path").fill("/items/1")
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("tab", name="Repeat").click()
    page.get_by_label("Requests", exact=True).fill("8")
    page.get_by_label("At once").fill("2")
    page.keyboard.press("Enter")
    series = page.locator("#series")
    expect(series).to_contain_text("8 of 8 in", timeout=60_000)
    expect(series.locator("svg rect").first).to_be_visible()
    expect(series.get_by_role("rowheader", name="answered 200")).to_be_visible()
    assert workbench.violations() == []
    page.get_by_role("link", name="Back to the bench").press("Enter")
    page.locator("#compose [name=method]").select_option("POST")
    page.get_by_role("combobox", name="Path").fill("/login")
    page.get_by_role("button", name="Send many times").press("Enter")
    page.get_by_role("button", name="Send it 8 times").press("Enter")
    expect(series).to_contain_text("POST /login")
    expect(series).to_contain_text("8 of 8 in", timeout=60_000)
    page.get_by_role("link", name="Back to the bench").press("Enter")
    page.locator("#compose [name=method]").select_option("GET")
    page.get_by_role("combobox", name="Path").fill("/slow")
    page.get_by_role("button", name="Send many times").press("Enter")
    series.get_by_role("button", name="Cancel").press("Enter")
    expect(series).to_contain_text("cancelled")
    assert guest.url
    page.request.get(f"{guest.url.rstrip('/')}/open-the-gate")
    expect(series).to_contain_text("2 of 8 in", timeout=60_000)
    assert workbench.violations() == []
