"""The bench in a browser, on a real guest."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.support.workbench_page import PATIENCE, WorkbenchPage, send, shop_target

pytestmark = pytest.mark.browser


def test_a_request_from_elsewhere_appears_by_itself(workbench: WorkbenchPage) -> None:
    """Every answered request is listed without a reload, and the empty state disappears."""
    guest = workbench.shop()
    page = workbench.page
    expect(page.get_by_text("No request yet")).to_be_visible()
    send(guest, "/items/3?q=1")
    expect(workbench.rows).to_contain_text("/items/3?q=1")
    expect(page.get_by_text("No request yet")).to_be_hidden()


def test_new_rows_never_move_the_visible_ones(workbench: WorkbenchPage) -> None:
    """With a row selected, new ones wait behind a pill that counts them; the keyboard brings them in."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/")
    workbench.read_newest()
    row = workbench.selected
    before = row.bounding_box()
    send(guest, "/items/1")
    pill = page.get_by_role("button", name="1 new")
    expect(pill).to_be_visible()
    send(guest, "/items/2")
    expect(page.get_by_role("button", name="2 new")).to_be_visible()
    assert row.bounding_box() == before
    expect(workbench.rows).to_have_count(1)
    page.keyboard.press("n")
    expect(workbench.rows).to_have_count(3)
    expect(workbench.selected).to_contain_text("/items/2")


def test_the_list_by_keyboard(workbench: WorkbenchPage) -> None:
    """j and k open exchanges, Enter moves into one, Esc returns and then closes it, / filters."""
    guest = workbench.shop()
    page = workbench.page
    for path in ("/items/1", "/items/2", "/"):
        send(guest, path)
    expect(workbench.rows).to_have_count(3)
    selected = workbench.selected
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(selected).to_contain_text("/items/2")
    page.keyboard.press("k")
    expect(selected).to_contain_text("/")
    expect(page.locator("#detail [data-shown-exchange]")).to_contain_text("home")
    page.keyboard.press("Enter")
    expect(page.locator("#detail .tab-strip [aria-selected=true]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Request")).to_be_focused()
    page.keyboard.press("Escape")
    expect(selected).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Routes of the app")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("items/1")
    expect(workbench.rows).to_have_count(1)
    page.keyboard.press("Control+a")
    page.keyboard.type("nothing like it")
    expect(page.get_by_text("No matches")).to_be_visible()
    send(guest, "/")
    page.get_by_role("button", name="Show all").click()
    expect(workbench.rows).to_have_count(4)


def test_f6_goes_through_the_panes(workbench: WorkbenchPage) -> None:
    """F6 reaches navigation, app, composer, list and exchange in turn, Shift+F6 goes back."""
    workbench.shop()
    page = workbench.page
    where = "document.activeElement.closest('[data-pane]')?.dataset.pane"
    seen = []
    for _ in range(5):
        page.keyboard.press("F6")
        seen.append(page.evaluate(where))
    assert seen == ["Navigation", "App", "Composer", "Exchanges", "Exchange"]
    page.keyboard.press("Shift+F6")
    assert page.evaluate(where) == "Exchanges"


def test_a_path_is_completed_from_the_routes(workbench: WorkbenchPage) -> None:
    """Two letters, arrow, Enter, the argument, Enter: the request is sent, with the method of its route."""
    workbench.shop()
    page = workbench.page
    page.keyboard.press("c")
    page.keyboard.type("/it")
    expect(page.locator(".suggestion")).to_have_text(re.compile("items/<int:number>.*GET.*item"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Value of number")).to_be_focused()
    page.keyboard.type("42")
    page.keyboard.press("Enter")
    expect(workbench.selected).to_contain_text("/items/42")
    expect(page.locator("#detail")).to_contain_text("/items/42")


def test_a_form_keeps_its_file_and_its_text(workbench: WorkbenchPage) -> None:
    """Fields and a file are sent together; after a reload the fields are still there."""
    guest = workbench.shop()
    page = workbench.page
    page.get_by_role("combobox", name="Method").first.select_option("POST")
    page.get_by_role("combobox", name="Path").fill("/login")
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("tab", name="Form").click()
    panel = page.get_by_role("tabpanel", name="Form")
    panel.get_by_label("Name").first.fill("user")
    panel.get_by_label("Value").first.fill("ada")
    expect(panel.get_by_label("Name")).to_have_count(2)
    page.get_by_role("tab", name="Files").click()
    files = page.get_by_role("tabpanel", name="Files")
    files.get_by_label("Field").first.fill("doc")
    files.get_by_label("File").first.set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"12345"}
    )
    page.keyboard.press("Control+Enter")
    expect(workbench.selected).to_contain_text("200")
    kept = workbench.services.store.exchange(
        int(page.locator("[data-shown-exchange]").get_attribute("data-shown-exchange") or 0)
    )
    assert kept is not None
    assert kept.response is not None
    assert kept.response.body.text == '{"files":{"doc":5},"form":{"user":"ada"}}\n'
    page.reload()
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/login")
    page.get_by_role("tab", name="Form").click()
    expect(page.get_by_role("tabpanel", name="Form").get_by_label("Value").first).to_have_value("ada")
    assert guest.url


def test_a_mistake_keeps_what_was_typed(workbench: WorkbenchPage) -> None:
    """Invalid JSON is reported below the path; the text stays, to be corrected."""
    workbench.shop()
    page = workbench.page
    page.get_by_role("button", name="Query, headers, body").click()
    page.get_by_role("tab", name="JSON").click()
    page.get_by_label("JSON").last.fill("{a: 1}")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#compose-problem")).to_contain_text("This is not JSON.")
    expect(page.get_by_label("JSON").last).to_have_value("{a: 1}")
    expect(page.get_by_role("heading", name="Routes of the app")).to_be_visible()


def test_replay_and_edit(workbench: WorkbenchPage) -> None:
    """r sends the same again; e puts it into the composer to be changed."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/7?a=1")
    workbench.read_newest()
    first = page.locator("[data-shown-exchange]").get_attribute("data-shown-exchange") or ""
    page.keyboard.press("r")
    expect(workbench.rows).to_have_count(2)
    expect(page.locator("[data-shown-exchange]")).not_to_have_attribute("data-shown-exchange", first)
    page.keyboard.press("e")
    expect(page.get_by_role("combobox", name="Path")).to_be_focused()
    expect(page.get_by_role("combobox", name="Path")).to_have_value("/items/7?a=1")


def test_a_slow_request_can_be_given_up(workbench: WorkbenchPage) -> None:
    """After a second a request can be cancelled; it stays in the list as under way, and ends there."""
    guest = workbench.shop()
    page = workbench.page
    page.get_by_role("combobox", name="Path").fill("/slow")
    page.keyboard.press("Enter")
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    expect(page.locator(".exchange-row[data-state=open]")).to_contain_text("/slow")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    cancel.click()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    expect(page.locator("#compose-problem")).to_contain_text("The app may still be working on it")
    expect(page.locator(".exchange-row[data-state=open]")).to_contain_text("cancelled here")
    assert said == []
    page.locator(".exchange-row[data-state=open]").click()
    expect(page.locator("#detail")).to_contain_text("the connection to the app was closed")
    send(guest, "/open-the-gate")
    expect(page.locator("#detail")).to_contain_text("200 OK")


def test_the_guests_page_is_drawn_without_power(workbench: WorkbenchPage) -> None:
    """As rendered: the page is there, its script did not run, and it cannot reach us."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/")
    workbench.read_newest()
    page.get_by_role("tab", name="Response").click()
    page.get_by_role("tab", name="Preview").click()
    frame = page.frame_locator("iframe.response-preview")
    expect(frame.get_by_role("heading", name="Shop")).to_be_visible()
    drawn = next(one for one in page.frames if one.url.endswith("/preview"))
    assert drawn.title() == "Shop"
    page.get_by_role("tab", name="Body").click()
    expect(page.get_by_label("Source of the response")).to_contain_text("<h1>Shop</h1>")


def test_output_restart_and_stop(workbench: WorkbenchPage) -> None:
    """The drawer shows what the app prints; restart and stop show the state that follows."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/")
    page.keyboard.press("o")
    expect(page.get_by_label("Output of the app").last).to_contain_text("home was asked for")
    page.keyboard.press("o")
    expect(page.locator("#output")).to_be_hidden()
    page.get_by_role("button", name="shop: switch to another app").click()
    page.get_by_role("menuitem", name="Stop").click()
    expect(page.locator("#guest-head [data-state=stopped]")).to_be_visible()
    page.locator("#guest-restart").click()
    expect(page.locator("#guest-head [data-state=ready]")).to_be_visible(timeout=PATIENCE * 1000)


def test_an_app_that_does_not_start_is_explained(workbench: WorkbenchPage) -> None:
    """The last line first, then the remedy, then the traceback; after mending, Start is enough."""
    folder = workbench.folder
    (folder / "shop.py").write_text("import not_installed_anywhere\n")
    guest = workbench.services.guests.open(shop_target(folder))
    guest.wait(PATIENCE)
    workbench.open(f"/bench/{guest.id}")
    page = workbench.page
    problem = page.locator(".crash-report .problem")
    expect(problem.locator(".problem-cause")).to_contain_text("not_installed_anywhere")
    assert workbench.violations() == []
    (folder / "shop.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    page.locator("#guest-restart").click()
    expect(page.locator("#guest-head [data-state=ready]")).to_be_visible(timeout=PATIENCE * 1000)
    expect(problem).to_be_hidden()


def test_the_splitter_by_keyboard(workbench: WorkbenchPage) -> None:
    """Arrows move the border, Home and End its bounds, Enter resets it; a reload keeps it."""
    workbench.shop()
    page = workbench.page
    splitter = page.get_by_role("separator", name="Width of the list")
    splitter.focus()
    page.keyboard.press("End")
    expect(splitter).to_have_attribute("aria-valuenow", "72")
    page.keyboard.press("ArrowLeft")
    expect(splitter).to_have_attribute("aria-valuenow", "70")
    page.reload()
    expect(splitter).to_have_attribute("aria-valuenow", "70")
    splitter.focus()
    page.keyboard.press("Enter")
    expect(splitter).to_have_attribute("aria-valuenow", "40")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_bench(workbench: WorkbenchPage, scheme: str) -> None:
    """The bench with an exchange read, the composer open, and the output shown passes axe."""
    guest = workbench.shop()
    page = workbench.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two it takes
    assert workbench.violations() == []
    send(guest, "/")
    send(guest, "/broken")
    workbench.read_newest()
    page.get_by_role("button", name="Query, headers, body").click()
    page.keyboard.press("o")
    expect(page.get_by_label("Output of the app").last).to_be_visible()
    assert workbench.violations() == []
    page.get_by_role("tab", name="Response").click()
    for tab in ("Preview", "Body", "Headers"):
        page.get_by_role("tab", name=tab, exact=True).last.click()
        expect(page.get_by_role("tabpanel", name=tab).last).not_to_be_empty()
        assert workbench.violations() == []


@pytest.mark.parametrize("width", [700, 1600])
def test_the_bench_fits_its_window(workbench: WorkbenchPage, width: int) -> None:
    """Narrow and wide, nothing sticks out, nothing scrolls but the panes, and each button has its name."""
    guest = workbench.shop()
    page = workbench.page
    page.set_viewport_size({"width": width, "height": 800})
    send(guest, "/")
    workbench.read_newest()
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        width,
        800,
    ]
    for name in ("Restart", "Output", "Send"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    assert workbench.violations() == []


def test_tabs_of_the_composer_show_their_content(workbench: WorkbenchPage) -> None:
    """A tab shows that it has values, to the eye and in its accessible name."""
    workbench.shop()
    page = workbench.page
    page.locator("[data-compose-more]").click()
    page.get_by_role("tab", name="Headers").click()
    page.locator("[name=headers-name]").first.fill("X-A")
    expect(page.get_by_role("tab", name="Headers, 1 filled in")).to_be_visible()
    page.get_by_role("tab", name="JSON").click()
    page.locator("[name=json]").fill("{}")
    expect(page.get_by_role("tab", name="JSON, 1 filled in")).to_be_visible()
    expect(page.get_by_role("tab", name="Query", exact=True)).to_be_visible()
    page.locator("[name=json]").fill("")
    expect(page.get_by_role("tab", name="JSON", exact=True)).to_be_visible()


CHATTY = """
import os
from flask import Flask
app = Flask(__name__)

@app.get("/")
def home():
    return "home"

@app.get("/end")
def end():
    for number in range(300):
        print(f"line {number} of many", flush=True)
    os._exit(3)
"""


def test_an_app_that_died_leaves_the_list_its_room(workbench: WorkbenchPage) -> None:
    """The last lines are in a box of limited height; a button shows the rest in Output."""
    folder = workbench.folder
    page = workbench.page
    page.set_viewport_size({"width": 1280, "height": 900})
    (folder / "shop.py").write_text(CHATTY)
    guest = workbench.services.guests.open(shop_target(folder))
    guest.wait(PATIENCE)
    workbench.open(f"/bench/{guest.id}")
    send(guest, "/")
    page.get_by_role("combobox", name="Path").fill("/end")
    page.keyboard.press("Enter")
    said = page.locator(".crash-report pre").first
    expect(said).to_contain_text("line 299 of many")
    if page.locator(".crash-report-output").count():
        page.locator(".crash-report-output summary").click()
    expect(said).to_be_visible()
    page.wait_for_function("pre => pre.scrollTop > 0", arg=said.element_handle())
    assert said.evaluate("pre => pre.scrollHeight - pre.clientHeight - pre.scrollTop") <= 1
    box, rows = said.bounding_box(), page.locator(".list-rows").bounding_box()
    assert box is not None
    assert box["height"] <= 0.3 * 900 + 1
    assert rows is not None
    assert rows["height"] >= 150
    page.get_by_role("button", name="See what it printed in Output").click()
    expect(page.get_by_label("Output of the app").last).to_contain_text("line 250 of many")


def test_earlier_exchanges_stay_below_the_new_ones(workbench: WorkbenchPage) -> None:
    """A new row goes above the separator, also where the list began with it; axe finds nothing."""
    guest = workbench.shop()
    projects = workbench.services.store.projects
    projects.add_opening("before", guest.target)
    projects.add_opening(guest.id, guest.target)
    old = send(guest, "/items/1")
    workbench.services.store.add(replace(old, guest="before"))
    workbench.services.store.flush()
    page = workbench.page
    page.reload()
    expect(page.locator(".list-earlier + .exchange-row")).to_contain_text("/items/1")
    assert workbench.violations() == []
    send(guest, "/items/2")
    expect(page.locator(".exchange-row:has(+ .list-earlier)")).to_contain_text("/items/2")
    assert workbench.violations() == []


def test_an_exchange_that_cannot_be_read_takes_the_place_of_the_one_before(workbench: WorkbenchPage) -> None:
    """Its own row stays selected, and no Journey of another exchange is beside the reason."""
    guest = workbench.shop()
    store = workbench.services.store
    damaged = send(guest, "/items/1")
    store.flush()
    with closing(sqlite3.connect(str(store.health.path))) as connection, connection:
        connection.execute("UPDATE contents SET data = x'00ff' WHERE id = ?", (damaged.id,))
    send(guest, "/items/2")
    page, detail = workbench.page, workbench.page.locator("#detail")
    workbench.read_newest()
    expect(detail).to_contain_text("/items/2")
    page.locator(f"#row-{damaged.id}").click()
    expect(detail).to_contain_text("The stored contents of this exchange cannot be read.")
    expect(detail.locator(".exchange-detail")).to_have_count(0)
    expect(detail.get_by_role("link")).to_have_attribute("href", "/settings/store")
    expect(workbench.selected).to_contain_text("/items/1")
    assert workbench.violations() == []
    page.keyboard.press("k")
    expect(detail).to_contain_text("/items/2")
    expect(detail.get_by_role("alert")).to_have_count(0)
