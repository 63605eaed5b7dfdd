"""The focus stays where it was when a part of the page is replaced."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser


def test_a_pressed_button_has_the_focus_when_its_answer_has_come(workbench: WorkbenchPage) -> None:
    """Restart is disabled while it works, and its part of the page is replaced afterwards."""
    workbench.shop()
    restart = workbench.page.locator("#guest-restart")
    output = workbench.page.get_by_role("button", name="Output")
    output.focus()
    with workbench.page.expect_response("**/head"):
        workbench.page.evaluate("document.querySelector('#guest-head').dispatchEvent(new Event('refresh'))")
    expect(output).to_be_focused()
    restart.focus()
    workbench.page.keyboard.press("Enter")
    expect(workbench.page.locator(".guest-head")).to_contain_text("ready")
    expect(restart).to_be_focused()


def test_the_open_lens_stays_open_in_the_next_exchange(workbench: WorkbenchPage) -> None:
    """The focus stays on the tab of the same name; focus elsewhere does not move."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/1")
    send(guest, "/items/2")
    workbench.read_newest()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    tab = page.get_by_role("tab", name="Request")
    expect(tab).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#detail")).to_contain_text("/items/1")
    page.locator("#replay").focus()
    page.keyboard.press("Enter")
    expect(workbench.rows).to_have_count(3)
    expect(page.locator("#replay")).to_be_focused()
