"""A request that is paused, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import SHOP, WorkbenchPage

pytestmark = pytest.mark.browser
STOP = """
@app.get("/stop")
def stop():
    names = ["tea", "cup"]
    breakpoint()
    return ", ".join(names)
"""


def test_a_breakpoint_shows_its_frames_and_goes_on(
    workbench: WorkbenchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows the frame by itself, evaluates what is typed in it, and then the answer."""
    monkeypatch.setattr("tests.support.workbench_page.SHOP", f"{SHOP}{STOP}")
    workbench.shop()
    page = workbench.page
    page.locator("#compose [name=url]").fill("/stop")
    page.locator("#compose").get_by_role("button", name="Send", exact=True).click()
    paused = page.get_by_role("region", name="Paused")
    expect(paused).to_contain_text("This request is paused at breakpoint().")
    expect(paused.locator(".current").first).to_contain_text("breakpoint()")
    field = paused.get_by_label("Expression in this frame").first
    field.fill("[name.upper() for name in names]")
    field.press("Enter")
    expect(paused.get_by_label("Value")).to_have_text("['TEA', 'CUP']")
    field.fill("names.append('pot')")
    field.press("Enter")
    expect(paused.get_by_label("Value")).to_have_count(2)
    assert workbench.violations() == []
    paused.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-shown-exchange][data-state=done]")).to_be_visible()
    page.get_by_role("tab", name="Response").click()
    page.get_by_role("tab", name="Body").click()
    expect(page.get_by_label("Source of the response")).to_contain_text("tea, cup, pot")
