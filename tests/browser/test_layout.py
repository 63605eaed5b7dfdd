"""The layout of the pages over two starts, each of which has another name."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.workbench_page import WorkbenchPage, open_workbench, send

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_layout_outlives_a_start(page: Page, tmp_path: Path) -> None:
    """The width of a pane and what is hidden are kept with the user's data."""
    splitter = page.get_by_role("separator", name="Width of the list")
    explain = page.get_by_role("button", name="Explain")

    def show_an_exchange(workbench: WorkbenchPage) -> None:
        send(workbench.shop(), "/")
        workbench.read_newest()

    with open_workbench(page, tmp_path) as first:
        show_an_exchange(first)
        expect(explain).to_have_attribute("aria-pressed", "true")
        with page.expect_response("**/settings/layout") as answer:
            splitter.press("End")
        assert answer.value.status == 204
        with page.expect_response("**/settings/layout") as answer:
            explain.click()
        assert answer.value.status == 204
    with open_workbench(page, tmp_path) as second:
        assert second.origin != first.origin
        show_an_exchange(second)
        expect(splitter).to_have_attribute("aria-valuenow", "72")
        expect(explain).to_have_attribute("aria-pressed", "false")
