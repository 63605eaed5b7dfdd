"""The versions of a claim in a real browser: changes, and the outcome on another interpreter."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server.model.claim import Outcome
from server.model.versions import Versions
from tests.support.browser_page import AXE
from tests.support.handbook_client import make_verdict
from tests.support.handbook_page import HandbookPage, open_handbook

pytestmark = pytest.mark.browser
OLDER = Versions(python="3.9.18", flask="2.2.5", werkzeug="2.3.8")


@pytest.fixture
def window(page: Page, tmp_path: Path) -> Iterator[HandbookPage]:
    """The workbench, whose Flask was another one the last time."""
    with open_handbook(page, tmp_path) as found:
        last = make_verdict("visits", "counts", Outcome.FAILS, versions=OLDER, decided_at=1.0)
        found.services.store.results.add(last)
        found.services.store.results.add(
            replace(last, claim="readable", outcome=Outcome.UNDECIDED), "/py/old"
        )
        yield found


def test_a_change_is_marked_until_it_was_on_the_screen(window: HandbookPage) -> None:
    """The claim shows its earlier outcome and versions; once read, the contents do not mark it."""
    window.open("/visits")
    window.page.locator("#claim-counts [value=holds]").click()
    window.wait_for_state("counts")
    claim = window.page.locator("#claim-counts")
    expect(claim.locator(".callout")).to_contain_text("It was “fails” on Flask 2.2.5")
    expect(claim.get_by_role("row")).to_have_count(3)
    with window.page.expect_response("**/claims/counts/seen"):
        claim.locator(".callout").scroll_into_view_if_needed()
    window.open("")
    expect(window.page.get_by_text("verdict changed")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lab_is_tried_on_another_interpreter(window: HandbookPage, scheme: str) -> None:
    """Named by hand, run with its progress on the page, and beside the claim when it is over."""
    window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its own words
    window.open("/visits")
    window.page.locator("#claim-readable [value=fails]").click()
    window.wait_for_state("readable")
    window.page.get_by_text("Try these claims on other versions").click()
    form = window.page.locator(".interpreter-form")
    form.wait_for()
    for box in form.get_by_role("checkbox").all():
        box.uncheck()
    form.get_by_role("button", name="Try these").click()
    expect(window.page.get_by_text("No interpreter was chosen.")).to_be_visible()
    form.get_by_label("Another one").fill(sys.executable)
    form.get_by_role("button", name="Try these").click()
    window.page.wait_for_selector("#proof-run[data-state=done]")
    expect(window.page.locator("#proof-state")).to_contain_text("4 claims in")
    trials = window.services.store.results.of("visits")
    expect(window.page.get_by_text("No interpreter was chosen.")).to_have_count(0)
    assert sys.executable in {trial.interpreter for trial in trials["counts"]}
    if AXE.is_file():
        assert window.violations() == []
