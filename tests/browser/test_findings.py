"""What is wrong in an exchange, in a browser, with a real guest."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser


def test_a_finding_is_said_first_and_marked_in_the_list(workbench: WorkbenchPage) -> None:
    """It has a remedy and a way to the lab; the list can show only exchanges with findings."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/")
    send(guest, "/itmes/")
    send(guest, "/Broken")
    expect(workbench.rows).to_have_count(3)
    workbench.read_newest()
    finding = page.locator("[data-finding]")
    expect(finding).to_have_count(1)
    expect(finding).to_contain_text("No rule matches /Broken: the rule is /broken")
    expect(finding.get_by_role("link", name="Read why")).to_be_visible()
    assert workbench.violations() == []
    marked = page.locator(".exchange-row[data-found='1'] .path")
    expect(marked).to_have_text(["/Broken"])
    page.get_by_role("combobox", name="Status").select_option("found")
    expect(workbench.rows).to_have_count(1)
