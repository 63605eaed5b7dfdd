"""Reading in a real browser: pictures, search, the way back to where one was, and the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser_page import AXE
from tests.support.handbook_page import HandbookPage, open_handbook

pytestmark = pytest.mark.browser


@pytest.fixture
def window(page: Page, tmp_path: Path) -> Iterator[HandbookPage]:
    """The workbench, nothing predicted."""
    with open_handbook(page, tmp_path) as found:
        yield found


def test_a_picture_waits_for_the_guess_and_is_then_drawn_by_the_running_lab(window: HandbookPage) -> None:
    """The Journey after a claim waits for the prediction, and then shows the second visit."""
    window.open("/visits")
    look = window.page.locator("#look-1")
    look.scroll_into_view_if_needed()
    expect(look).to_contain_text("Predict first")
    window.page.locator("#claim-readable [value=fails]").click()
    expect(look).to_have_attribute("data-state", "drawn")
    expect(look.locator(".live-journey-head")).to_contain_text("200")
    expect(look.locator(".journey")).to_contain_text("The client sent the cookies")


def test_a_diagram_opens_with_the_guess(window: HandbookPage) -> None:
    """It would reveal the answer, but a reader may open it."""
    window.open("/visits")
    picture = window.page.locator("details.spoiler svg[role=img]")
    expect(picture).to_be_hidden()
    window.page.locator("#claim-new-each-time [value=fails]").click()
    expect(picture).to_be_visible()


def test_a_picture_is_drawn_when_it_is_reached(window: HandbookPage) -> None:
    """Not before; a 404 that the page means is a picture like any other."""
    window.page.set_viewport_size({"width": 1280, "height": 400})
    window.open("/visits")
    look = window.page.locator("#look-2")
    expect(look).to_have_attribute("data-state", "waiting")
    look.scroll_into_view_if_needed()
    expect(look).to_have_attribute("data-state", "drawn")
    expect(look.locator(".live-journey-head")).to_contain_text("404")


def test_the_request_of_a_picture_goes_to_the_bench(window: HandbookPage) -> None:
    """The lab is opened there, and its last exchange is read."""
    window.open("/visits")
    window.page.locator("#look-1").get_by_role("button", name="Send it on the bench").click()
    window.page.wait_for_url("**/bench/*?exchange=*")
    expect(window.page.locator("[data-shown-exchange]")).to_contain_text("GET")
    expect(window.page.locator(".exchange-row")).to_have_count(2)


def test_search_by_keyboard(window: HandbookPage) -> None:
    """/ focuses the search box, hits appear while typing, j and k move, Enter opens one."""
    window.open("")
    window.page.keyboard.press("/")
    window.page.keyboard.type("cookie key")
    hits = window.page.locator("#search-results .search-hit")
    expect(hits.first).to_contain_text("The session cookie cannot be read without the secret key.")
    expect(hits.first.locator("mark")).to_have_text(["cookie", "key"])
    window.page.keyboard.press("ArrowDown")
    expect(hits.first).to_be_focused()
    window.page.keyboard.press("j")
    expect(hits.nth(1)).to_be_focused()
    window.page.keyboard.press("k")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/handbook/visits#claim-readable")


def test_a_search_without_hits_is_reported(window: HandbookPage) -> None:
    """Escape empties the box and takes the words away."""
    window.open("")
    window.page.keyboard.press("/")
    window.page.keyboard.type("elephant")
    expect(window.page.locator("#search-results")).to_contain_text(
        "Nothing in the handbook has all of these words."
    )
    window.page.keyboard.press("Escape")
    expect(window.page.locator("#search-results")).to_be_empty()


def test_the_palette_searches_the_handbook(window: HandbookPage) -> None:
    """Below the commands; a line of source leads to its line in the editor."""
    window.open("")
    window.page.keyboard.press("Control+k")
    window.page.keyboard.type("whole count travels")
    item = window.page.locator(".palette-hit")
    expect(item).to_have_count(1)
    expect(item).to_have_attribute("aria-selected", "true")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/handbook/visits#source=app.py:11")
    expect(window.page.locator(".cm-focused .cm-activeLine")).to_contain_text("The whole count travels")


def test_reading_continues_where_it_stopped(window: HandbookPage) -> None:
    """The place that the eye has reached is offered in the contents, and leads back to it."""
    window.page.set_viewport_size({"width": 1280, "height": 500})
    window.open("/visits")
    with window.page.expect_request(lambda request: "anchor=" in (request.post_data or "")):
        window.page.locator("#claim-never").scroll_into_view_if_needed()
        window.page.mouse.wheel(0, 400)
    window.open("")
    link = window.page.locator(".continue-reading")
    expect(link).to_contain_text("In your own project")
    link.click()
    window.page.wait_for_url("**/handbook/visits#*")


def test_labs_are_turned_by_keyboard(window: HandbookPage) -> None:
    """The next lab, and back."""
    window.open("/echo")
    window.page.keyboard.press("Shift+J")
    window.page.wait_for_url("**/handbook/visits")
    window.page.wait_for_selector("html[data-ready]", state="attached")
    window.page.keyboard.press("Shift+K")
    window.page.wait_for_url("**/handbook/echo")


def test_a_claim_may_be_shown_without_a_guess(window: HandbookPage) -> None:
    """Nothing is counted, and the focus is on the verdict."""
    window.open("/visits")
    window.page.locator("#claim-counts").get_by_role("button", name="Just show me").click()
    window.wait_for_state("counts")
    assert "Shown without a prediction." in window.focused()
    expect(window.page.locator("#lab-progress")).to_contain_text("0 of 4 predicted")


def test_the_record_is_forgotten_only_when_that_is_meant(window: HandbookPage) -> None:
    """The dialog can be left; then every claim is to be predicted again."""
    window.open("/visits")
    window.page.locator("#claim-readable [value=holds]").click()
    window.wait_for_state("readable")
    window.open("/guesses")
    expect(window.page.locator("#fooled + p + .surprises")).to_contain_text(
        "cannot be read without the secret key"
    )
    window.page.get_by_role("button", name="Start over").click()
    window.page.get_by_role("button", name="Keep them").click()
    expect(window.page.locator(".surprises")).to_be_visible()
    window.page.get_by_role("button", name="Start over").click()
    window.page.get_by_role("button", name="Delete them").click()
    expect(window.page.get_by_text("No prediction has been decided yet")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing_in_search_and_record(window: HandbookPage, theme: str, width: int) -> None:
    """Axe checks search results, the palette with hits, drawn pictures and the predictions."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")
    window.page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    window.page.set_viewport_size({"width": width, "height": 900})
    window.open("/visits")
    window.page.locator("#claim-readable [value=holds]").click()
    expect(window.page.locator("#look-1")).to_have_attribute("data-state", "drawn")
    window.page.locator("#look-2").scroll_into_view_if_needed()
    expect(window.page.locator("#look-2")).to_have_attribute("data-state", "drawn")
    assert "\n".join(window.violations()) == ""
    window.open("/guesses")
    assert "\n".join(window.violations()) == ""
    window.open("/search?q=session+cookie")
    expect(window.page.locator(".search-hit").first).to_be_visible()
    assert "\n".join(window.violations()) == ""
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("Control+k")
    window.page.keyboard.type("session")
    expect(window.page.locator(".palette-hit").first).to_be_visible()
    assert "\n".join(window.violations()) == ""
