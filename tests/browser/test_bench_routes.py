"""The list of routes on a bench without a chosen exchange, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import WorkbenchPage

pytestmark = pytest.mark.browser


def test_a_fresh_bench_lists_the_routes(workbench: WorkbenchPage) -> None:
    """One click sends a request to a route; one with arguments is filled in, with a field for each."""
    workbench.shop()
    page = workbench.page
    table = page.locator(".route-list")
    expect(table.locator("tbody tr").first).to_contain_text("home")
    expect(table.locator("tbody tr").last).to_contain_text("static")
    page.get_by_role("button", name="Fill in GET /items/<int:number>").click()
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/items/<int:number>")
    page.get_by_label("Value of number").fill("7")
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/items/7")
    assert workbench.violations() == []
    page.get_by_role("button", name="Send GET /", exact=True).click()
    expect(workbench.selected).to_contain_text("200")
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/items/7")
    page.locator("#detail").get_by_role("button", name="Close").click()
    expect(table).to_contain_text("/items/<int:number>")
