"""Editing a lab in a real browser: save, decide again, mark errors, restore."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.support.handbook_page import HandbookPage, open_handbook

pytestmark = pytest.mark.browser


@pytest.fixture
def window(page: Page, tmp_path: Path) -> Iterator[HandbookPage]:
    """The lab's page, its editor ready."""
    with open_handbook(page, tmp_path) as found:
        found.open("/visits")
        found.page.locator(".cm-content:visible").wait_for()
        yield found


def replace_all(window: HandbookPage, text: str) -> None:
    """Put a whole text into the source that is shown."""
    window.page.locator(".cm-content:visible").click()
    window.page.keyboard.press("Control+a")
    window.page.keyboard.insert_text(text)


def source(window: HandbookPage) -> str:
    """The source as it would be sent."""
    return window.page.locator('textarea[data-file="app.py"]').input_value()


def test_a_save_turns_a_verdict_on_the_page(window: HandbookPage) -> None:
    """The predicted claim is decided again on the copy, and marked; the others stay hidden."""
    window.page.locator("#claim-counts [value=holds]").click()
    window.wait_for_state("counts")
    replace_all(window, source(window).replace("+ 1", "+ 2"))
    expect(window.page.locator(".source-unsaved")).to_be_visible()
    window.page.keyboard.press("Control+s")
    window.page.wait_for_selector('#claim-counts[data-outcome="fails"]')
    expect(window.page.locator("#claim-counts")).to_contain_text("changed by your edit")
    expect(window.page.locator(".source-unsaved")).to_be_hidden()
    expect(window.page.locator('.claim[data-state="open"]')).to_have_count(3)


def test_a_line_that_does_not_parse_is_marked(window: HandbookPage) -> None:
    """The guest's crash is shown at its line, with a button that leads there; mending it clears the mark."""
    good = source(window)
    replace_all(window, "import flask\n\ndef :\n")
    window.page.keyboard.press("Control+s")
    mark = window.page.locator(".cm-problem")
    expect(mark).to_have_text("def :")
    expect(window.page.locator(".cm-problem-message")).to_contain_text("SyntaxError")
    window.page.get_by_role("button", name="Go to line 3 of app.py").click()
    expect(window.page.locator(".cm-focused .cm-activeLine")).to_have_text("def :")
    replace_all(window, good)
    window.page.keyboard.press("Control+s")
    expect(mark).to_have_count(0)
    expect(window.page.locator("#source-state")).to_contain_text("Original.")


def test_restoring_asks_first(window: HandbookPage) -> None:
    """The dialog can be left without harm; then the lab is as printed, and the verdict with it."""
    good = source(window)
    window.page.locator("#claim-counts [value=holds]").click()
    window.wait_for_state("counts")
    replace_all(window, good.replace("+ 1", "+ 2"))
    window.page.keyboard.press("Control+s")
    window.page.wait_for_selector('#claim-counts[data-outcome="fails"]')
    window.page.get_by_role("button", name="Restore").click()
    window.page.keyboard.press("Escape")
    assert "+ 2" in source(window)
    window.page.get_by_role("button", name="Restore").click()
    window.page.locator("dialog").get_by_role("button", name="Restore").click()
    window.page.wait_for_selector('#claim-counts[data-outcome="holds"]')
    assert source(window) == good
    expect(window.page.locator(".cm-content:visible")).to_contain_text("+ 1")


def test_unsaved_edits_are_not_lost_unasked(window: HandbookPage) -> None:
    """Leaving the page asks while an edit is unsaved, and not once it is saved."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    window.page.on("dialog", stay)
    window.type_source("# mine\n")
    window.page.get_by_role("link", name="Handbook").first.click()
    expect(window.page.locator(".source-unsaved")).to_be_visible()
    assert asked == ["beforeunload"]
    window.page.keyboard.press("Control+s")
    expect(window.page.locator(".source-unsaved")).to_be_hidden()
    window.page.get_by_role("link", name="Handbook").first.click()
    window.page.wait_for_url("**/handbook")
    assert asked == ["beforeunload"]


def test_escape_and_tab_leave_the_editor(window: HandbookPage) -> None:
    """Tab indents; Escape, then Tab moves on: the keyboard is never caught."""
    window.page.locator(".cm-content:visible").click()
    window.page.keyboard.press("Control+Home")
    window.page.keyboard.press("Tab")
    assert source(window).startswith("    ")
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("Tab")
    assert window.page.evaluate("document.activeElement.closest('.cm-editor')") is None


def test_each_file_has_its_tab(window: HandbookPage) -> None:
    """Both files can be edited before one save, and a dot marks unsaved files."""
    window.type_source("# mine\n")
    window.page.get_by_role("tab", name="templates/visits.html").click()
    window.type_source("<!-- mine -->")
    expect(window.page.locator(".tab.unsaved")).to_have_count(2)
    window.page.get_by_role("button", name="Save and run claims").click()
    expect(window.page.locator(".tab.unsaved")).to_have_count(0)
    lab = window.services.catalogue.lab("visits")
    assert lab is not None
    assert window.services.working_copies.read(lab, "app.py").startswith("# mine\n")
    assert window.services.working_copies.read(lab, "templates/visits.html").startswith("<!-- mine -->")


def test_the_editor_has_an_accessible_name(window: HandbookPage) -> None:
    """Assistive technology hears the file's name and how to leave; its styles came with the page's nonce."""
    content = window.page.get_by_role("textbox", name="Source of app.py")
    expect(content).to_have_accessible_description("Escape, then Tab leaves the editor.")
    assert window.page.evaluate("getComputedStyle(document.querySelector('.cm-scroller')).display") == "flex"


def test_without_its_bundle_the_source_is_a_plain_field(page: Page, tmp_path: Path) -> None:
    """A page whose editor did not load is edited, saved and decided all the same."""
    page.route("**/editor.js", lambda route: route.abort())
    with open_handbook(page, tmp_path) as window:
        window.open("/visits")
        page.locator('textarea[data-saved][data-file="app.py"]').wait_for()
        area = page.get_by_role("textbox", name="Source of app.py")
        area.fill(area.input_value().replace("+ 1", "+ 2"))
        page.keyboard.press("Control+s")
        expect(page.locator("#source-state")).to_contain_text("Your own copy.")
        area.fill("def :\n")
        page.keyboard.press("Control+s")
        page.get_by_role("button", name="Go to line 1 of app.py").click()
        assert page.evaluate("getSelection().toString()") == "def :"


def test_a_copy_from_an_earlier_start_is_decided_when_its_page_opens(window: HandbookPage) -> None:
    """The page of an edited lab shows the effects of the edit, without another save."""
    window.page.locator("#claim-counts [value=holds]").click()
    window.wait_for_state("counts")
    lab = window.services.catalogue.lab("visits")
    assert lab is not None
    window.services.working_copies.write(lab, "app.py", source(window).replace("+ 1", "+ 2"))
    window.open("/visits")
    window.page.wait_for_selector('#claim-counts[data-outcome="fails"]')
    expect(window.page.locator("#claim-counts")).to_contain_text("changed by your edit")


def test_a_save_shows_which_claims_changed(window: HandbookPage) -> None:
    """All of them, predicted or not, as they are found; that a claim turned does not say how it came out."""
    replace_all(window, source(window).replace("+ 1", "+ 2"))
    window.page.keyboard.press("Control+s")
    panel = window.page.locator("#edit-effects")
    expect(panel).to_have_attribute("data-state", "done")
    expect(panel.locator(".edit-effects-changed")).to_have_text("2 of 4 claims changed")
    expect(panel.locator(".edit-effects-list").first).to_contain_text(
        "The second visit of one browser counts 2."
    )
    expect(panel).not_to_contain_text("holds")
    panel.get_by_role("link").first.click()
    expect(window.page.locator("#claim-counts:target")).to_be_visible()
    expect(window.page.locator('.claim[data-state="open"]')).to_have_count(4)


def test_a_copy_is_exported_and_opened_as_a_project(window: HandbookPage, tmp_path: Path) -> None:
    """The dialog reports a wrong folder; after the export the page asks for trust as for any project."""
    window.type_source("# mine\n")
    window.page.keyboard.press("Control+s")
    expect(window.page.locator(".source-unsaved")).to_be_hidden()
    window.page.get_by_role("button", name="Save as project…").click()
    window.page.locator("#export-folder").fill(str(tmp_path / "no" / "mine"))
    window.page.get_by_role("button", name="Save and open it").click()
    expect(window.page.locator("#export-answer")).to_contain_text("There is no folder")
    window.page.locator("#export-folder").fill(str(tmp_path / "mine"))
    window.page.get_by_role("button", name="Save and open it").click()
    window.page.wait_for_url("**/open?target=*")
    assert (tmp_path / "mine" / "app.py").read_text("utf-8").startswith("# mine")
    expect(window.page.get_by_role("button", name="Trust")).to_be_visible()
