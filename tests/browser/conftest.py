"""A browser on the workbench."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.workbench_page import WorkbenchPage, open_workbench


@pytest.fixture
def workbench(page: Page, tmp_path: Path) -> Iterator[WorkbenchPage]:
    """The workbench."""
    with open_workbench(page, tmp_path) as workbench:
        yield workbench
