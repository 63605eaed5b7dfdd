"""The history in a browser: comparing, sorting, marking, deleting and sharing exchanges of a real guest."""

import re
from pathlib import Path

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


def test_the_list_is_sorted_by_a_column(workbench: WorkbenchPage) -> None:
    """A second click turns the order; new rows wait, because only the server knows their place."""
    guest = workbench.shop()
    page = workbench.page
    for path in ("/items/2", "/items/3", "/items/1"):
        send(guest, path)
    expect(workbench.rows).to_have_count(3)
    paths = page.locator(".exchange-row .path")
    head = page.get_by_role("group", name="Sort the list").get_by_role("button", name="Path")
    head.click()
    expect(paths).to_have_text(["/items/3", "/items/2", "/items/1"])
    head.click()
    expect(paths).to_have_text(["/items/1", "/items/2", "/items/3"])
    expect(head).to_have_attribute("aria-pressed", "true")
    send(guest, "/items/0")
    page.get_by_role("button", name="1 new").click()
    expect(paths).to_have_text(["/items/0", "/items/1", "/items/2", "/items/3"])


def test_an_exchange_is_pinned_noted_and_deleted_by_keyboard(workbench: WorkbenchPage) -> None:
    """p pins, m writes a note, Delete deletes and u undoes that; the list shows all of it at once."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/1")
    send(guest, "/items/2")
    expect(workbench.rows).to_have_count(2)
    workbench.read_newest()
    page.keyboard.press("p")
    expect(workbench.selected.locator(".row-mark")).to_be_visible()
    page.keyboard.press("m")
    page.keyboard.type("look at this")
    page.keyboard.press("Enter")
    expect(workbench.selected.locator(".row-note")).to_have_text("look at this")
    assert workbench.violations() == []
    workbench.selected.focus()
    page.keyboard.press("Delete")
    expect(workbench.rows).to_have_count(1)
    expect(page.get_by_text("1 exchange deleted.")).to_be_visible()
    page.keyboard.press("u")
    expect(workbench.rows).to_have_count(2)
    page.get_by_role("button", name="Delete the history of this app").click()
    expect(workbench.rows).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(workbench.rows).to_have_count(2)


def test_more_filters_narrow_the_list(workbench: WorkbenchPage) -> None:
    """Also for rows that come in; a text in a body is found if that is asked for."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/")
    send(guest, "/broken")
    expect(workbench.rows).to_have_count(2)
    page.get_by_role("combobox", name="Status").select_option("raised")
    expect(workbench.rows).to_have_count(1)
    page.get_by_role("combobox", name="Status").select_option("")
    page.get_by_role("button", name="More filters").click()
    page.get_by_role("checkbox", name="Text also in headers").check()
    page.get_by_role("searchbox", name="Filter by path").fill("nothing here")
    expect(workbench.rows).to_have_count(1)
    expect(workbench.rows).to_contain_text(re.compile("/broken"))
    page.get_by_role("searchbox", name="Filter by path").fill("")
    page.get_by_role("spinbutton", name="SQL statements").fill("1")
    expect(page.get_by_text("No matches")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(workbench.rows).to_have_count(2)


def test_an_exchange_is_shared_and_opened(workbench: WorkbenchPage, tmp_path: Path) -> None:
    """Its page then says where it comes from; a broken file is explained."""
    guest = workbench.shop()
    workbench.services.store.projects.add_opening(guest.id, guest.target)
    page = workbench.page
    send(guest, "/items/7")
    workbench.read_newest()
    page.get_by_role("button", name="Copy as").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="File for another Fumehood").click()
    shared = tmp_path / "shared.json"
    waiting.value.save_as(shared)
    page.get_by_role("button", name="Copy as").press("Escape")
    page.get_by_role("button", name="Files", exact=True).click()
    chooser = page.get_by_label("Open a HAR file, or an exchange of another Fumehood")
    broken = tmp_path / "broken.har"
    broken.write_text("<html>")
    chooser.set_input_files(broken)
    expect(page.get_by_text("Nothing was added.")).to_be_visible()
    assert workbench.violations() == []
    workbench.errors.clear()  # the browser logs that the answer was a refusal
    chooser.set_input_files(shared)
    expect(page.get_by_text("This exchange came from a file.")).to_be_visible()
    expect(workbench.selected).to_contain_text("/items/7")
    expect(page.get_by_role("button", name="Replay")).to_have_count(0)
