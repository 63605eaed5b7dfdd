"""The command palette in a browser: the user's apps, routes, requests and settings, all by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from server.model.guest import GuestState
from tests.support.waiting import wait_until
from tests.support.workbench_page import WorkbenchPage, open_workbench, send

pytestmark = pytest.mark.browser


@pytest.fixture
def workbench(page: Page, tmp_path: Path) -> Iterator[WorkbenchPage]:
    """The workbench, with a shop that runs and has answered a request."""
    with open_workbench(page, tmp_path) as workbench:
        workbench.services.store.recent.touch(workbench.shop().target, None)
        send(workbench.services.guests.all()[0], "/items/4")
        workbench.open("/settings")
        yield workbench


def find(workbench: WorkbenchPage, text: str) -> Locator:
    """Open the palette, type, and return what is selected once the user's own entries are there."""
    page = workbench.page
    page.keyboard.press("Control+k")
    expect(page.locator(".palette-mine").first).to_be_attached()
    page.keyboard.type(text)
    return page.locator('#palette [aria-selected="true"]')


def test_an_app_is_found_first(workbench: WorkbenchPage) -> None:
    """Before anything is typed too; its name leads to its newest exchange, and the handbook comes last."""
    page = workbench.page
    expect(find(workbench, "")).to_have_text(re.compile("shop.*ready", re.DOTALL))
    assert workbench.violations() == []
    page.keyboard.type("shop")
    expect(page.locator("#palette .palette-item:visible").first).to_contain_text("shop.py")
    assert workbench.violations() == []
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/bench/\w+\?exchange=\d+$"))
    expect(find(workbench, "session")).not_to_have_count(0)
    groups = page.locator("#palette .palette-group")
    expect(groups.last).to_contain_text("Handbook")
    expect(groups.last.locator(".palette-hit").first).to_be_visible()


def test_a_route_fills_the_composer(workbench: WorkbenchPage) -> None:
    """From another page, and on the bench itself."""
    page = workbench.page
    expect(find(workbench, "items number")).to_contain_text("GET /items/<int:number>")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/bench/\w+$"))
    url = page.get_by_role("combobox", name="Path")
    expect(url).to_have_value("/items/<int:number>")
    expect(find(workbench, "/login")).to_contain_text("POST /login")
    page.keyboard.press("Enter")
    expect(url).to_have_value("/login")
    expect(page.locator("#compose [name=method]")).to_have_value("POST")


def test_an_app_is_stopped_and_started(workbench: WorkbenchPage) -> None:
    """Its bench shows what became of it."""
    guest = workbench.services.guests.all()[0]
    expect(find(workbench, "stop sh")).to_contain_text("Stop shop")
    workbench.page.keyboard.press("Enter")
    workbench.page.wait_for_url(f"**/bench/{guest.id}")
    expect(workbench.page.locator("#guest-head [data-state=stopped]")).to_be_visible()
    expect(find(workbench, "start shop")).to_contain_text("Start shop again")
    workbench.page.keyboard.press("Enter")
    wait_until(lambda: guest.status.state is GuestState.READY)
    expect(workbench.page.locator("#guest-head [data-state=ready]")).to_be_visible()


def test_theme_language_and_settings_are_found(workbench: WorkbenchPage) -> None:
    """What is chosen holds at once; a setting leads to its field."""
    page = workbench.page
    expect(find(workbench, "dark")).to_contain_text("Theme: dark")
    page.keyboard.press("Enter")
    expect(page.locator("html[data-theme=dark]")).to_be_attached()
    find(workbench, "disk space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings#history_mb")
    expect(find(workbench, "svenska")).to_contain_text("Svenska")
    page.keyboard.press("Enter")
    expect(page.locator("html[lang=sv]")).to_be_attached()
    assert workbench.violations() == []
