"""The fields of the composer in a browser: JSON, pasted commands, and the cookies of an edited request."""

import re

import pytest
from playwright.sync_api import Page, expect

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from tests.support.workbench_page import WorkbenchPage

pytestmark = pytest.mark.browser


def paste(page: Page, text: str) -> None:
    """Paste a text into the path, as Ctrl+V does."""
    page.get_by_role("combobox", name="Path").evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
        }""",
        text,
    )


def test_json_is_checked_and_laid_out_before_it_is_sent(workbench: WorkbenchPage) -> None:
    """The place of a mistake is said while one types; numbers and variables stay as they were typed."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("tab", name="JSON").click()
    field = page.get_by_role("textbox", name="JSON")
    field.fill('{"a": 1,\n  "b" 2}')
    fault = page.locator("#json-fault")
    expect(fault).to_have_text("Not JSON at line 2, column 7")
    form = page.get_by_role("button", name="Format")
    expect(form).to_be_disabled()
    field.fill('{"a":1.50,"n":12345678901234567890,"c":[],"d":[{{id}},"{x}"]}')
    expect(fault).to_be_empty()
    form.press("Enter")
    expect(field).to_have_value(
        '{\n  "a": 1.50,\n  "n": 12345678901234567890,\n  "c": [],\n  "d": [\n    {{id}},\n    "{x}"\n  ]\n}'
    )
    expect(page.locator(".compose-type")).to_have_text("Sent as application/json.")
    page.get_by_role("tab", name="Headers").click()
    page.locator("[name=headers-name]").first.fill("Content-Type")
    page.locator("[name=headers-value]").first.fill("text/csv")
    said = "Sent as application/json, not as text/csv of the headers."
    expect(page.locator(".compose-type")).to_have_text(said)


def test_a_command_that_cannot_be_read_is_not_lost(workbench: WorkbenchPage) -> None:
    """It stays to be corrected, and fills the composer once it can be read."""
    workbench.shop()
    page = workbench.page
    paste(page, "curl http://localhost/login -d @secret.txt \\\n -H 'X-A: 1'")
    problem = page.locator("#compose-problem")
    expect(problem).to_contain_text("-d @secret.txt would read a file")
    field = page.get_by_role("textbox", name="The pasted command")
    expect(field).to_be_focused()
    expect(field).to_have_value("curl http://localhost/login -d @secret.txt \\\n -H 'X-A: 1'")
    field.fill("curl https://shop.example/login -F name=Ada -F doc=@notes.txt")
    page.get_by_role("button", name="Read the command again").press("Enter")
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/login")
    expect(page.locator("#compose")).to_contain_text("shop.example is not taken over")
    page.get_by_role("tab", name="Files").click()
    expect(page.locator("[name=files-name]").first).to_have_value("doc")
    assert workbench.violations() == []


def test_an_edited_request_is_sent_with_the_cookies_of_the_visitor(workbench: WorkbenchPage) -> None:
    """Those that were recorded are sent only if somebody says so."""
    guest = workbench.shop()
    page = workbench.page
    recorded = guest.send(
        OutgoingRequest(method="GET", path="/items/1", headers=(("Cookie", "old=1; theme=dark"),))
    )
    assert isinstance(recorded, Exchange)
    workbench.read_newest()
    page.get_by_role("button", name="Edit").press("Enter")
    page.get_by_role("tab", name="Cookies", exact=True).click()
    expect(page.locator("#compose-parts")).to_contain_text("are not sent: old, theme")
    names = page.locator("[name=cookies-name]")
    expect(names).to_have_count(1)
    page.get_by_role("button", name="Send the recorded ones").press("Enter")
    expect(names).to_have_count(3)
    expect(page.locator("[name=cookies-value]").nth(1)).to_have_value("dark")
    expect(names.first).to_be_focused()
    assert workbench.violations() == []


def test_a_second_visitor_of_one_name_is_refused(workbench: WorkbenchPage) -> None:
    """The reason is in the composer, and goes away with the next visitor."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("tab", name="Cookies", exact=True).click()
    jar = page.locator("#compose-jar")
    field = jar.get_by_label("Name of a new visitor")
    field.fill("nobody")
    field.press("Enter")
    expect(page.locator("#compose-problem")).to_contain_text("a visitor called nobody already")
    field.fill("Ada")
    field.press("Enter")
    expect(page.get_by_label("Send as")).to_have_value("Ada")
    expect(page.locator("#compose-problem")).to_be_empty()


def test_a_variable_is_defined_once_and_used_in_requests(workbench: WorkbenchPage) -> None:
    """From the composer to the page of variables and back, by keyboard; the choice outlasts an edit."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("link", name="Variables").press("Enter")
    new = page.get_by_role("form", name="New environment")
    new.get_by_label("Name").first.fill("local")
    new.locator("[name=variables-name]").first.fill("number")
    new.locator("[name=variables-value]").first.fill("42")
    page.keyboard.press("Enter")
    expect(page.get_by_role("form", name="local")).to_be_visible()
    page.get_by_role("link", name="Back to the bench").press("Enter")
    page.get_by_label("Environment").select_option("local")
    path = page.get_by_role("combobox", name="Path")
    path.fill("/items/{{number}}")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".exchange-detail")).to_have_attribute("data-path", "/items/42")
    page.get_by_role("button", name="Edit").press("Enter")
    expect(path).to_have_value("/items/42")
    expect(page.get_by_label("Environment")).to_have_value("local")
    page.get_by_role("button", name="Clear").press("Enter")
    expect(page.get_by_label("Environment")).to_have_value("local")
    path.fill("/items/{{other}}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#compose-problem")).to_contain_text("{{other}} has no value in local")
    assert workbench.violations() == []


def test_a_request_is_saved_into_the_project_and_opened_again(workbench: WorkbenchPage) -> None:
    """By keyboard: saved, opened from the page of saved requests, changed, and saved again."""
    workbench.shop()
    page = workbench.page
    path = page.get_by_role("combobox", name="Path")
    path.fill("/items/7")
    page.get_by_role("button", name="Query, headers, body").click()
    name = page.get_by_role("textbox", name="Save as")
    name.fill("One item")
    name.press("Enter")
    expect(page.locator("#compose-problem")).to_contain_text("Saved as http-requests/one-item.http.")
    file = workbench.folder / "http-requests" / "one-item.http"
    assert file.read_text() == "# One item\n# route: /items/<int:number>\nGET /items/7\n"
    page.get_by_role("link", name="Saved requests").press("Enter")
    expect(page.get_by_role("heading", name="Routes without a request")).to_be_visible()
    page.get_by_role("link", name="one-item").press("Enter")
    expect(path).to_have_value("/items/7")
    expect(page).not_to_have_url(re.compile("saved="))
    path.fill("/items/8")
    page.reload()
    expect(path).to_have_value("/items/8")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.locator("#compose-problem")).to_contain_text("Saved as http-requests/one-item.http.")
    assert "GET /items/8" in file.read_text()
    assert workbench.violations() == []
