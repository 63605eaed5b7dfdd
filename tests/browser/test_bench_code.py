"""Requests as code in a browser: a pasted curl command, and copies in other forms."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser


def paste(page: Page, text: str) -> None:
    """Paste a text into the path of the composer."""
    page.get_by_role("combobox", name="Path").evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const init = {clipboardData, cancelable: true, bubbles: true};
            field.dispatchEvent(new ClipboardEvent("paste", init));
        }""",
        text,
    )


def test_a_curl_command_is_pasted_as_the_path(workbench: WorkbenchPage) -> None:
    """It fills the form, which is then sent as usual; what is not understood is said below the path."""
    workbench.shop()
    page = workbench.page
    paste(page, "curl -d @/etc/passwd http://h/login")
    expect(page.locator("#compose-problem")).to_contain_text("@/etc/passwd")
    paste(page, "curl https://shop.example/login -d user=ada -H 'X-A: 1'")
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/login")
    expect(page.get_by_role("tab", name="Form, 1 filled in")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Control+Enter")
    expect(workbench.selected).to_contain_text("200")
    expect(workbench.selected).to_contain_text("POST")
    assert workbench.violations() == []


def test_a_request_is_copied_as_code(workbench: WorkbenchPage) -> None:
    """As a curl command, a Python program, or a test."""
    guest = workbench.shop()
    page = workbench.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=workbench.origin)
    send(guest, "/items/7")
    workbench.read_newest()
    for name, piece in (
        ("curl", "/items/7"),
        ("Python", "http.client"),
        ("Test for pytest", "def test_get_items_7"),
    ):
        page.get_by_role("button", name="Copy as").click()
        assert workbench.violations() == []
        page.get_by_role("menuitem", name=name).click()
        page.wait_for_function(
            "async piece => (await navigator.clipboard.readText()).includes(piece)", arg=piece
        )
