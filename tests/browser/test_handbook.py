"""The handbook in a real browser, on real guests: read, predicted, checked."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser_page import AXE
from tests.support.handbook_client import FakeProver
from tests.support.handbook_page import HandbookPage, open_handbook

pytestmark = pytest.mark.browser


@pytest.fixture
def window(page: Page, tmp_path: Path) -> Iterator[HandbookPage]:
    """The workbench, nothing predicted."""
    with open_handbook(page, tmp_path) as found:
        yield found


def test_a_claim_is_predicted_by_keyboard_and_decided_by_a_real_guest(window: HandbookPage) -> None:
    """N finds the next claim, T predicts true, and the focus is on the verdict."""
    window.open("/visits")
    window.page.keyboard.press("n")
    assert window.focused() == "TrueT"
    window.page.keyboard.press("t")
    window.wait_for_state("counts")
    assert "You said true, and it is true." in window.focused()
    expect(window.page.locator("#claim-counts .pill").first).to_have_text("holds")
    expect(window.page.locator("#lab-progress")).to_contain_text("1 of 4 predicted")
    window.page.keyboard.press("n")
    window.page.keyboard.press("f")
    window.wait_for_state("new-each-time")
    assert "You said false, and it is false." in window.focused()


def test_no_key_is_a_guess_by_accident(window: HandbookPage) -> None:
    """T and F answer only the claim in which the keyboard is, and never while one writes."""
    window.open("/visits")
    window.page.keyboard.press("t")
    window.type_source("tf")
    expect(window.page.locator('.claim[data-state="open"]')).to_have_count(4)


def test_the_exchange_that_decided_opens_in_the_lenses(window: HandbookPage) -> None:
    """Loaded when it is asked for: the Journey and a tab a lens, as on the bench."""
    window.open("/visits")
    window.page.locator("#claim-readable [value=fails]").click()
    window.wait_for_state("readable")
    claim = window.page.locator("#claim-readable")
    expect(claim.locator(".exchange")).to_have_count(0)
    claim.get_by_text("The exchange that decided it").click()
    claim.get_by_role("tab", name="Session & cookies").click()
    expect(claim.get_by_role("tabpanel")).to_contain_text("visits")


def test_the_counterexample_is_run_in_place(window: HandbookPage) -> None:
    """The code, the counterexample, and the outcome with it."""
    window.open("/visits")
    window.page.locator("#claim-counts [value=holds]").click()
    window.wait_for_state("counts")
    claim = window.page.locator("#claim-counts")
    claim.get_by_text("Experiment and counterexample").click()
    expect(claim.locator(".diff ins")).to_contain_text('session["visits"] = 1')
    claim.get_by_role("button", name="Run it: see the verdict change").click()
    expect(claim.locator(".counterexample-verdict .pill")).to_have_text(["holds", "fails"])


def test_predicting_again_hides_the_verdict(window: HandbookPage) -> None:
    """A reset brings the question back and the keyboard to it."""
    window.open("/visits")
    window.page.locator("#claim-counts [value=holds]").click()
    window.wait_for_state("counts")
    window.page.locator("#claim-counts").get_by_role("button", name="Predict again").click()
    window.wait_for_state("counts", "open")
    assert window.focused() == "TrueT"


def test_the_whole_handbook_is_proved_with_progress(window: HandbookPage) -> None:
    """Prove all counts to the end, and the contents follow without a reload."""
    window.open("")
    window.page.get_by_role("button", name="Run all").click()
    window.page.wait_for_selector('#proof-run[data-state="done"]')
    expect(window.page.locator("#proof-state")).to_contain_text("5 claims in")
    expect(window.page.locator("#handbook-chapters")).to_contain_text("3 proved here")
    assert "Run all again" in window.focused()


def test_a_run_is_cancelled_from_the_page(page: Page, tmp_path: Path) -> None:
    """Cancel ends the run, and the page shows how far it came."""
    with open_handbook(page, tmp_path, FakeProver) as window:
        prover = cast(FakeProver, window.services.prover)
        prover.gate.clear()
        window.open("")
        page.get_by_role("button", name="Run all").click()
        expect(page.locator("#proof-state")).to_contain_text("0 of 5 decided")
        with page.expect_response("**/proof/cancel"):
            page.get_by_role("button", name="Cancel").click()
        prover.gate.set()
        expect(page.locator("#proof-state")).to_contain_text("Cancelled after 0 of 5 claims")
        assert "Run all again" in window.focused()


def test_the_lab_goes_to_the_bench(window: HandbookPage) -> None:
    """Its guest is opened, and the browser is there."""
    window.open("/echo")
    window.page.get_by_role("button", name="Open in bench").click()
    window.page.wait_for_url("**/bench/*")
    assert [guest.target.spec for guest in window.services.guests.all()] == ["lab:echo"]


def test_questions_open_and_lead_to_their_claims(window: HandbookPage) -> None:
    """A question is native details; its answer leads to the claim that shows it."""
    window.open("/visits")
    question = window.page.locator("details.review-question").first
    question.locator("summary").press("Enter")
    question.get_by_role("link").click()
    expect(window.page.locator("#claim-readable:target")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_nothing(window: HandbookPage, theme: str, width: int) -> None:
    """Contents and a lab in every state are accessible, light and dark, wide and narrow."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")
    window.page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    window.page.set_viewport_size({"width": width, "height": 900})
    window.open("/visits")
    for name in ("counts", "readable", "never"):
        window.page.locator(f"#claim-{name} [value=holds]").click()
        window.wait_for_state(name)
    claim = window.page.locator("#claim-counts")
    claim.get_by_text("The exchange that decided it").click()
    claim.get_by_role("tab").first.wait_for()
    claim.get_by_text("Experiment and counterexample").click()
    claim.locator(".diff").wait_for()
    window.page.locator("details.review-question summary").first.click()
    window.page.locator(".cm-content:visible").wait_for()
    assert "\n".join(window.violations()) == ""
    window.open("")
    assert "\n".join(window.violations()) == ""


@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_is_wider_than_the_window(window: HandbookPage, width: int) -> None:
    """No page scrolls sideways."""
    window.page.set_viewport_size({"width": width, "height": 900})
    for path in ("", "/visits", "/echo"):
        window.open(path)
        assert window.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_page_prints_clean(window: HandbookPage) -> None:
    """A printed page has the text and no controls; verdicts only for predicted claims."""
    window.open("/visits")
    window.page.locator("#claim-counts [value=holds]").click()
    window.wait_for_state("counts")
    window.open("/visits")
    window.page.locator(".cm-content:visible").wait_for()
    window.page.emulate_media(media="print")
    for gone in (
        ".topbar",
        ".lab-actions",
        ".guess-form",
        "[data-save]",
        ".adjacent-labs",
        ".source-state",
        ".other-versions",
    ):
        expect(window.page.locator(gone).first).to_be_hidden()
    for kept in (
        "h1",
        "#claim-counts .verdict-reason",
        "#diagram-trip-title + desc + rect",
        ".lab-source",
        "#sources",
    ):
        expect(window.page.locator(kept).first).to_be_visible()
    answers = window.page.locator(".review-question > p:first-of-type")
    shown = [answer.evaluate("element => element.checkVisibility()") for answer in answers.all()]
    assert shown == [False, True]


def test_a_linked_claim_is_answered_at_once(window: HandbookPage) -> None:
    """The address of a claim focuses it, and T answers it."""
    page = window.page
    page.set_viewport_size({"width": 1280, "height": 500})
    window.open("/visits#claim-never")
    expect(page.locator("#claim-never [value=holds]")).to_be_focused()
    expect(page.locator("#claim-never .claim-text")).to_be_in_viewport()
    page.keyboard.press("t")
    window.wait_for_state("never")
    expect(page.locator('.claim:not([data-state="open"])')).to_have_count(1)


def test_the_next_claim_is_the_next_on_screen(window: HandbookPage) -> None:
    """Without a focus N starts at the visible part of the page, and wraps after the last claim."""
    page = window.page
    page.set_viewport_size({"width": 1280, "height": 500})
    window.open("/visits")
    page.locator("#claim-never").evaluate("claim => scrollTo(0, claim.offsetTop - 120)")
    page.keyboard.press("n")
    expect(page.locator("#claim-never [value=holds]")).to_be_focused()
    page.evaluate("document.activeElement.blur(); scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#claim-never")).not_to_be_in_viewport()
    page.keyboard.press("n")
    expect(page.locator(".claim [value=holds]").first).to_be_focused()


def test_the_contents_print_whole(window: HandbookPage) -> None:
    """On paper there is no search and no way on, a row stays with its summary and a heading with its text."""
    page = window.page
    window.open("/visits#look-2")
    with page.expect_request(lambda request: "anchor=" in (request.post_data or "")):
        page.mouse.wheel(0, 300)
    window.open("")
    expect(page.locator(".continue-reading")).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".handbook-search", ".continue-reading", ".chapter-nav"):
        expect(page.locator(gone)).to_be_hidden()
    for kept in ("h1", ".chapter h2", ".lab-row p"):
        expect(page.locator(kept).first).to_be_visible()
    expect(page.locator(".chapter h2").first).to_have_css("break-after", "avoid")
    expect(page.locator(".lab-row").first).to_have_css("break-inside", "avoid")
    window.open("/visits")
    expect(page.locator(".prose > h2").first).to_have_css("break-after", "avoid")
