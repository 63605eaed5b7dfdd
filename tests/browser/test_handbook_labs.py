"""Every lab's page in a real browser: no errors on the console, no violations found by axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from server.handbook.catalogue.catalogue import LABS, Catalogue
from server.model.lab import Lab
from tests.support.browser_page import AXE
from tests.support.handbook_client import FakeProver
from tests.support.handbook_page import HandbookPage, open_handbook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def window(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandbookPage]:
    """One page for all labs; nothing of them is run, for that is tested elsewhere."""
    page = browser.new_page(reduced_motion="reduce")
    with open_handbook(page, tmp_path_factory.mktemp("labs"), FakeProver, labs=LABS) as found:
        yield found


@pytest.mark.parametrize("lab", Catalogue().labs, ids=lambda lab: lab.slug)
def test_the_page_is_sound(window: HandbookPage, lab: Lab) -> None:
    """It opens without an error, shows each claim and picture, fits the window, and is accessible."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci")
    window.errors.clear()
    window.open(f"/{lab.slug}")
    window.page.locator(".cm-content:visible").first.wait_for()
    expect(window.page.locator('.claim[data-state="open"]')).to_have_count(len(lab.claims))
    assert window.page.locator(".prose .picture").count() > 0
    assert window.page.locator(".prose .callout").count() == 0
    assert window.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert "\n".join(window.violations()) == ""
    assert window.errors == []
