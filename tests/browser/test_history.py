"""The history in a browser: comparing exchanges, on a real guest."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser


def test_before_and_after_are_one_key_away(workbench: WorkbenchPage) -> None:
    """d compares the exchange with the one before it of the same request; the page is accessible."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/3?q=1")
    send(guest, "/")
    send(guest, "/items/3?q=2")
    expect(workbench.rows).to_have_count(3)
    workbench.read_newest()
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="Compare two exchanges")).to_be_visible()
    changed = page.locator("#part-body .compare-changed")
    expect(changed.locator(".compare-before")).to_have_text('"q": "1"')
    expect(changed.locator(".compare-after")).to_have_text('"q": "2"')
    assert workbench.violations() == []
    page.get_by_role("link", name="On the bench of shop").click()
    expect(workbench.selected).to_contain_text("/items/3?q=2")


def test_any_two_are_compared_with_the_shift_key(workbench: WorkbenchPage) -> None:
    """A click on a second row with Shift compares it with the one that is open."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/1")
    send(guest, "/")
    expect(workbench.rows).to_have_count(2)
    workbench.read_newest()
    workbench.rows.last.click(modifiers=["Shift"])
    sides = page.locator(".compare-side")
    expect(sides.first).to_contain_text("/items/1")
    expect(sides.last.get_by_role("link")).to_have_text("/")
