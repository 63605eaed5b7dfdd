"""A browser on the workbench."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.workbench import Workbench, opened


@pytest.fixture
def workbench(page: Page, tmp_path: Path) -> Iterator[Workbench]:
    """The workbench."""
    with opened(page, tmp_path) as workbench:
        yield workbench
