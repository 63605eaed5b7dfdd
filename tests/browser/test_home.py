"""Home in a browser: from nothing to the inside of a request."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.workbench_page import PATIENCE, SHOP, WorkbenchPage, open_workbench, send

pytestmark = pytest.mark.browser


def test_one_click_leads_to_the_details_of_a_request(workbench: WorkbenchPage) -> None:
    """The first button of Home starts a lab and lands on an exchange seen from the inside."""
    page = workbench.page
    assert page.url == f"{workbench.origin}/"
    page.get_by_role("button", name="Send a request and see inside").click()
    page.wait_for_url(re.compile(r"/bench/\w+\?exchange=\d+$"), timeout=PATIENCE * 1000)
    expect(page.get_by_role("tab", name="Journey")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#detail")).to_contain_text("The session was saved into its cookie")
    expect(workbench.selected).to_contain_text("302")


def test_a_project_of_ones_own_by_keyboard(workbench: WorkbenchPage) -> None:
    """A folder typed, trust read and given, and the bench opens, without a mouse."""
    folder = workbench.folder / "project"
    folder.mkdir()
    (folder / "app.py").write_text(SHOP)
    page = workbench.page
    page.get_by_label("Folder, file, or module:factory").fill(str(folder))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Run the code of")
    expect(dialog).to_contain_text("with your rights")
    expect(dialog.get_by_role("button", name="Do not run it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert workbench.services.guests.all() == ()
    page.get_by_label("Folder, file, or module:factory").press("Enter")
    expect(dialog.get_by_role("button", name="Do not run it")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(dialog.get_by_role("button", name="I trust it, run it")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/bench/\w+$"))
    expect(page.locator("#guest-head [data-state=ready]")).to_be_visible(timeout=PATIENCE * 1000)


def test_one_key_leads_back_to_an_app(workbench: WorkbenchPage) -> None:
    """Home begins with the user's apps, and the row of a running one leads to its newest exchange."""
    guest = workbench.shop()
    exchange = send(guest, "/items/4")
    workbench.services.store.recent.touch(guest.target, None)
    page = workbench.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        workbench.open("/")
        assert workbench.violations() == []
    row = page.locator(".recent-app-open")
    expect(row).to_contain_text("ready")
    row.press("Enter")
    page.wait_for_url(re.compile(rf"/bench/{guest.id}\?exchange={exchange.id}$"))
    expect(workbench.selected).to_contain_text("/items/4")


def test_a_slip_is_answered_in_place(workbench: WorkbenchPage) -> None:
    """A folder that does not exist is reported below the field, which keeps its text."""
    page = workbench.page
    page.get_by_label("Folder, file, or module:factory").fill("/no/such/folder")
    page.keyboard.press("Enter")
    expect(page.locator("#open-answer .problem")).to_be_visible()
    expect(page.get_by_label("Folder, file, or module:factory")).to_have_value("/no/such/folder")


def test_the_theme_is_there_before_anything_is_drawn(workbench: WorkbenchPage) -> None:
    """A theme that was chosen holds from the first paint; `system` follows the system live."""
    page = workbench.page
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(ground)
    assert light != dark
    workbench.open("/settings")
    page.get_by_role("radio", name="Dark").check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html[data-theme=dark]")).to_be_attached()
    assert page.evaluate(ground) == dark


def test_saved_settings_are_said_to_be_saved(workbench: WorkbenchPage) -> None:
    """A status says so until something is changed; a value that is refused is not said to be saved."""
    page = workbench.page
    workbench.open("/settings")
    status = page.locator("[data-saved-status]")
    expect(status).to_have_attribute("role", "status")
    page.get_by_role("button", name="Save").click()
    expect(status).to_have_text("Saved.")
    assert workbench.violations() == []
    page.get_by_label("Another folder").fill("/nowhere at all")
    expect(status).to_be_empty()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#settings-problem")).to_contain_text("is not a folder")
    expect(status).to_be_empty()
    page.reload()
    expect(status).to_be_empty()


def test_long_paths_of_a_damaged_file_are_wrapped(page: Page, tmp_path: Path) -> None:
    """The notice on Home and the page of the file and its copies fit a window of 400 pixels."""
    folder = tmp_path / ("long" * 30)
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "fumehood.sqlite3").write_bytes(b"no database" * 1000)
    page.set_viewport_size({"width": 400, "height": 800})
    with open_workbench(page, folder) as workbench:
        expect(page.locator(".problem")).to_contain_text("longlong")
        for path in ("/", "/settings/store"):
            workbench.open(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 400, path


def test_what_is_new_shows_code_as_code(workbench: WorkbenchPage) -> None:
    """It is folded; a command of the changelog is in the font of code, without backticks."""
    expect(workbench.page.locator(".news code").first).to_be_hidden()
    workbench.page.locator(".home-news summary").press("Enter")
    expect(workbench.page.locator(".news code").first).to_be_visible()
    expect(workbench.page.locator(".news")).not_to_contain_text("`")


def test_the_palette_finds_a_page(workbench: WorkbenchPage) -> None:
    """Ctrl+K, a few letters and Enter lead anywhere; Esc leads back to where one was."""
    page = workbench.page
    page.get_by_label("Folder, file, or module:factory").focus()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Find a command")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Folder, file, or module:factory")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("zzz")
    expect(page.get_by_text("Nothing is called that.")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("settings")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(workbench: WorkbenchPage, scheme: str) -> None:
    """Every page passes axe in light and in dark."""
    workbench.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two it takes
    for path in ("/", "/bench", "/settings", "/open?target=x", "/nothing"):
        workbench.open(path)
        assert workbench.violations() == [], path


def test_no_page_scrolls_sideways(workbench: WorkbenchPage) -> None:
    """Narrow and wide, a page fits its window."""
    for width in (700, 1600):
        workbench.page.set_viewport_size({"width": width, "height": 700})
        for path in ("/", "/settings", "/bench"):
            workbench.open(path)
            assert workbench.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_the_interpreters_are_offered_when_asked_for(workbench: WorkbenchPage) -> None:
    """Opening the choice of another Python looks for those of this machine, and not before."""
    page = workbench.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert not [url for url in asked if "/interpreters" in url]
    with page.expect_response("**/interpreters?target=*") as answer:
        page.get_by_text("Python to use").click()
    assert answer.value.ok


def test_a_launch_with_a_target_lands_on_its_bench(workbench: WorkbenchPage) -> None:
    """The page of a target that may run opens it by itself, and Back does not open it again."""
    folder = workbench.folder / "project"
    folder.mkdir()
    (folder / "app.py").write_text(SHOP)
    workbench.services.store.trust.grant(folder)
    workbench.open("/settings")
    page = workbench.page
    page.goto(f"{workbench.origin}/open?target={folder}")
    page.wait_for_url(re.compile(r"/bench/\w+$"), timeout=PATIENCE * 1000)
    page.go_back()
    page.wait_for_url(re.compile("/settings$"))
    assert len(workbench.services.guests.all()) == 1


def test_a_launch_with_a_lab_lands_on_its_claim(workbench: WorkbenchPage) -> None:
    """The page of the handbook, at the claim that was named; nothing is put on the bench."""
    workbench.page.goto(f"{workbench.origin}/open?target=lab%3Asession%23encrypted")
    workbench.page.wait_for_url(re.compile("/handbook/session#claim-encrypted$"))
    expect(workbench.page.locator("#claim-encrypted:target")).to_be_visible()
    assert workbench.services.guests.all() == ()


def test_a_launch_of_an_unknown_project_is_the_question(workbench: WorkbenchPage) -> None:
    """The page of a target that is not trusted is the question itself; agreeing leads to the bench."""
    folder = workbench.folder / "project"
    folder.mkdir()
    (folder / "app.py").write_text(SHOP)
    workbench.open(f"/open?target={folder}")
    page = workbench.page
    expect(page.locator("#main")).to_contain_text("This folder and everything in it")
    page.get_by_role("button", name="I trust it, run it").click()
    page.wait_for_url(re.compile(r"/bench/\w+$"))


def test_the_loading_bar_is_part_of_a_landmark(workbench: WorkbenchPage) -> None:
    """It is drawn along the upper edge of the window, and belongs to the navigation for screen readers."""
    page = workbench.page
    page.evaluate("document.querySelector('.loading-bar').hidden = false")
    bar = page.locator("header .loading-bar")
    box = bar.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, page.evaluate("innerWidth"), 2)
