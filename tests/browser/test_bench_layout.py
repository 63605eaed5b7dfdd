"""How the bench is laid out in a browser: what lines up, what scrolls, and that nothing covers anything."""

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.support.workbench_page import SHOP, WorkbenchPage, send, shop_target

pytestmark = pytest.mark.browser

LONG_LINE = """
from flask import Flask
app = Flask(__name__)

@app.get("/")
def home():
    return "<p>a paragraph</p>" * 100
"""
ENDS = """
import os

@app.get("/end")
def end():
    os._exit(3)
"""


def sides(shown: Locator) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom of each element."""
    found: list[tuple[float, float, float, float]] = shown.evaluate_all(
        """all => all.map(one => one.getBoundingClientRect())
            .map(box => [box.left, box.top, box.right, box.bottom])"""
    )
    return found


def test_a_low_window_keeps_its_panes_apart(workbench: WorkbenchPage) -> None:
    """In 780 by 437 pixels, the empty list and the list of routes are one below the other."""
    workbench.page.set_viewport_size({"width": 780, "height": 437})
    workbench.shop()
    expect(workbench.page.get_by_text("No request yet")).to_be_visible()
    (above,) = sides(workbench.page.locator(".empty:visible"))
    (below,) = sides(workbench.page.locator(".route-list"))
    assert above[3] <= below[1] + 1
    assert workbench.page.evaluate("document.documentElement.scrollHeight") == 437


def test_the_columns_stay_in_line_when_the_list_scrolls(workbench: WorkbenchPage) -> None:
    """Titles and cells end at the same place, with and without a scrollbar."""
    guest = workbench.shop()
    page = workbench.page
    page.set_viewport_size({"width": 1280, "height": 400})
    for number in range(10):
        send(guest, f"/items/{number}")
    expect(workbench.rows).to_have_count(10)
    assert page.locator(".list-rows").evaluate("box => box.scrollHeight > box.clientHeight")
    (title,) = sides(page.locator(".list-head > span").last)
    assert [round(cell[2]) for cell in sides(page.locator(".exchange-row > .size"))] == [round(title[2])] * 10


def test_earlier_exchanges_begin_at_the_top_of_the_list(workbench: WorkbenchPage) -> None:
    """There is no empty band above "Earlier" while this run has no exchange yet."""
    guest = workbench.shop()
    projects = workbench.services.store.projects
    projects.add_opening("before", guest.target)
    projects.add_opening(guest.id, guest.target)
    workbench.services.store.add(replace(send(guest, "/items/1"), guest="before"))
    workbench.services.store.flush()
    workbench.page.reload()
    expect(workbench.rows).to_have_count(1)
    (box,), (separator,) = (sides(workbench.page.locator(name)) for name in (".list-rows", ".list-earlier"))
    assert separator[1] == box[1]


@pytest.mark.parametrize("width", [1280, 900])
def test_the_strip_of_tabs_has_no_scrollbar(workbench: WorkbenchPage, width: int) -> None:
    """Ends with hidden tabs fade; the menu More is in the same row; a chosen tab is not faded."""
    guest = workbench.shop()
    page = workbench.page
    page.set_viewport_size({"width": width, "height": 800})
    send(guest, "/")
    workbench.read_newest()
    strip = page.locator(".tab-strip")
    row = strip.locator("[role=tablist]")
    assert row.evaluate("row => row.offsetHeight - row.clientHeight") == 0
    (around,), (more,) = sides(strip), sides(page.locator(".more-tabs"))
    assert around[1] <= more[1] < more[3] <= around[3]
    assert more[2] <= around[2]
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_role("tab", name="Journey").focus()
    page.keyboard.press("End")
    expect(row).to_have_class("tablist more-before")
    page.keyboard.press("Home")
    expect(row).to_have_class("tablist more-after")
    page.get_by_role("tab", name="Templates").click()
    (chosen,) = sides(page.get_by_role("tab", name="Templates"))
    (shown,) = sides(row)
    assert shown[0] + 20 <= chosen[0]
    assert chosen[2] <= shown[2] - 20
    assert workbench.violations() == []


def test_a_long_line_of_source_is_wrapped(workbench: WorkbenchPage) -> None:
    """The text does not scroll sideways, and the button that copies it is beside it."""
    (workbench.folder / "shop.py").write_text(LONG_LINE)
    guest = workbench.services.guests.open(shop_target(workbench.folder))
    guest.wait(30)
    workbench.open(f"/bench/{guest.id}")
    send(guest, "/")
    workbench.read_newest()
    page = workbench.page
    page.get_by_role("tab", name="Response").click()
    page.get_by_role("tab", name="Body").click()
    text = page.get_by_label("Source of the response")
    expect(text).to_contain_text("a paragraph")
    assert text.evaluate("text => text.scrollWidth <= text.clientWidth")
    (block,), (button,) = (
        sides(text),
        sides(page.get_by_role("tabpanel", name="Body").get_by_role("button")),
    )
    assert block[2] <= button[0]


def test_an_app_that_crashed_has_one_report(workbench: WorkbenchPage) -> None:
    """A request to an app that has crashed adds no second panel: a short message repeats why."""
    (workbench.folder / "shop.py").write_text(SHOP + ENDS)
    guest = workbench.services.guests.open(shop_target(workbench.folder))
    guest.wait(30)
    workbench.open(f"/bench/{guest.id}")
    page = workbench.page
    path = page.get_by_role("combobox", name="Path")
    path.fill("/end")
    path.press("Enter")
    expect(page.locator(".crash-report .problem")).to_be_visible()
    expect(page.locator(".send")).to_be_enabled()
    path.press("Enter")
    expect(page.locator(".toasts")).to_contain_text("exit code 3")
    expect(page.locator(".problem:visible")).to_have_count(1)


def test_a_replaced_read_is_no_error(workbench: WorkbenchPage) -> None:
    """An exchange whose page is no longer wanted is not fetched to its end, and the console has no error."""
    guest = workbench.shop()
    page = workbench.page
    logged: list[str] = []
    page.on("console", lambda message: logged.append(message.text) if message.type == "error" else None)
    first, second = send(guest, "/items/1"), send(guest, "/items/2")
    expect(workbench.rows).to_have_count(2)
    held: list[Route] = []
    page.route(f"**/exchanges/{first.id}", lambda route: held.append(route))  # noqa: PLW0108 - playwright takes no built-in method
    with page.expect_request(f"**/exchanges/{first.id}"):
        page.locator(f"#row-{first.id}").click()
    page.locator(f"#row-{second.id}").click()
    expect(page.locator(f'[data-shown-exchange="{second.id}"]')).to_be_visible()
    assert logged == []
