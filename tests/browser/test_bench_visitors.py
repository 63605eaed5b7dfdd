"""Visitors with their cookies, and drafts of the composer, in a browser."""

import pytest
from playwright.sync_api import Page, expect

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from tests.support.workbench_page import WorkbenchPage

pytestmark = pytest.mark.browser


def cookie_of(workbench: WorkbenchPage) -> str:
    """Return the Cookie header of the request in the pane."""
    number = workbench.page.locator("[data-shown-exchange]").get_attribute("data-shown-exchange")
    stored = workbench.services.store.exchange(int(number or 0))
    assert stored is not None
    return dict(stored.request.headers).get("Cookie", "")


def send(page: Page, path: str) -> None:
    """Send a request, and wait for its exchange."""
    page.get_by_role("combobox", name="Path").fill(path)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".exchange-detail")).to_have_attribute("data-path", path)


def test_a_visitor_stays_logged_in(workbench: WorkbenchPage) -> None:
    """Cookies come with the next request, also after a reload; another visitor has none of them."""
    workbench.shop()
    page = workbench.page
    send(page, "/items/1")
    send(page, "/items/2")
    assert cookie_of(workbench).startswith("session=")
    page.reload()
    send(page, "/items/3")
    assert cookie_of(workbench).startswith("session=")
    page.get_by_role("button", name="As nobody").click()
    expect(workbench.rows).to_have_count(4)
    expect(page.locator("[data-shown-exchange='4']")).to_be_visible()
    assert cookie_of(workbench) == ""
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("tab", name="Cookies", exact=True).click()
    jar = page.locator("#compose-jar")
    expect(jar).to_contain_text("session")
    jar.get_by_label("Name of a new visitor").fill("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Send as")).to_have_value("Ada")
    expect(jar).to_contain_text("None yet")
    assert workbench.violations() == []
    send(page, "/items/5")
    assert cookie_of(workbench) == ""
    expect(jar).to_contain_text("session")
    page.reload()
    expect(page.get_by_label("Send as")).to_have_value("Ada")


def test_the_buttons_of_the_composer_fit_a_narrow_window(workbench: WorkbenchPage) -> None:
    """In 420 pixels, they take a second row, and each is visible."""
    workbench.page.set_viewport_size({"width": 420, "height": 800})
    workbench.shop()
    for name in ("Clear", "Send"):
        button = workbench.page.get_by_role("button", name=name, exact=True)
        expect(button).to_be_in_viewport(ratio=1)
    expect(workbench.page.get_by_label("Send as")).to_be_in_viewport(ratio=1)


def test_an_edited_request_keeps_every_row(workbench: WorkbenchPage) -> None:
    """The tab that is filled in opens, a reload keeps all rows, and a type that does not fit is struck."""
    guest = workbench.shop()
    page = workbench.page
    headers = (*((f"X-{number}", "1") for number in range(6)), ("Content-Type", "application/json"))
    sent = guest.send(OutgoingRequest(method="POST", path="/login", headers=headers, body=b"{}"))
    assert isinstance(sent, Exchange)
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("tab", name="Raw").click()
    workbench.read_newest()
    page.keyboard.press("e")
    expect(page.get_by_role("tab", name="JSON, 1 filled in")).to_have_attribute("aria-selected", "true")
    page.reload()
    names = page.locator("[name=headers-name]")
    expect(names).to_have_count(7)
    expect(names.nth(5)).to_have_value("X-5")
    page.get_by_role("tab", name="Headers").click()
    names.last.fill("content-type")
    page.locator("[name=headers-value]").nth(6).fill("text/csv")
    expect(page.locator(".field-pair.struck")).to_have_count(1)
    page.get_by_role("button", name="Clear").click()
    expect(names).to_have_count(1)
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/")
    assert workbench.violations() == []
