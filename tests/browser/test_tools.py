"""The tools of an open app, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import WorkbenchPage

pytestmark = pytest.mark.browser


def test_a_rule_is_found_by_keyboard(workbench: WorkbenchPage) -> None:
    """From the bench to the rule that wins, and why another one does not."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("link", name="Tools").press("Enter")
    page.get_by_label("Path or address").fill("/items/seven")
    page.keyboard.press("Enter")
    answer = page.get_by_role("region", name="GET /items/seven")
    expect(answer).to_contain_text("404: none of the")
    expect(answer.get_by_role("row", name="/items/<int:number>")).to_contain_text("refused seven for number")
    assert workbench.violations() == []


def test_the_settings_are_checked(workbench: WorkbenchPage) -> None:
    """The shop of the tests has a key that is too short."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("link", name="Tools").click()
    page.get_by_role("link", name="Settings check").click()
    findings = page.get_by_role("region", name="Findings")
    expect(findings.get_by_role("heading", name="SECRET_KEY")).to_be_visible()
    expect(findings).to_contain_text('os.environ["SECRET_KEY"]')
    assert workbench.violations() == []


def test_a_session_is_changed_signed_and_sent(workbench: WorkbenchPage) -> None:
    """By keyboard: the app sees what was written into its session."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("button", name="Send GET /", exact=True).click()
    expect(workbench.selected).to_contain_text("200")
    page.get_by_role("link", name="Tools").click()
    page.get_by_role("link", name="Sessions and tokens").click()
    page.get_by_role("button", name="session of Visitor").press("Enter")
    content = page.get_by_label("Content")
    expect(content).to_have_value('{\n  "seen": 1\n}')
    content.fill('{"seen": 41}')
    page.get_by_role("button", name="Sign").press("Enter")
    path = page.get_by_label("Path", exact=True)
    assert workbench.violations() == []
    path.fill("/items/7")
    page.keyboard.press("Enter")
    expect(workbench.selected).to_contain_text("/items/7")
    page.get_by_role("tab", name="Session & cookies").click()
    expect(page.locator("#detail")).to_contain_text("42")


def test_pages_are_requested_as_each_visitor(workbench: WorkbenchPage) -> None:
    """The table fills while the requests are sent; a line leads to its exchange."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("link", name="Tools").click()
    page.get_by_role("link", name="Access").click()
    page.get_by_role("checkbox", name="/slow").uncheck()
    page.get_by_role("checkbox", name="/broken").uncheck()
    page.get_by_role("button", name="Request these pages").press("Enter")
    table = page.get_by_role("region", name="Which visitors were let in")
    expect(table).to_contain_text("requests were sent", timeout=60_000)
    expect(table.get_by_role("row", name="/open-the-gate")).to_contain_text("For all of them")
    assert workbench.violations() == []
    table.get_by_role("row", name="/open-the-gate").get_by_role("link").first.press("Enter")
    expect(workbench.selected).to_contain_text("/open-the-gate")
