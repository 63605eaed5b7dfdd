"""Tests that docs/how-to/page.md adds a page that works."""

from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.support.how_to import apply, copy_of_repository, run_commands

pytestmark = pytest.mark.slow


def test_a_page_can_be_added_as_described(tmp_path: Path) -> None:
    """The workbench answers with the new page, a command leads to it, and every list knows it."""
    page = (ROOT / "docs" / "how-to" / "page.md").read_text(encoding="utf-8")
    root = copy_of_repository(tmp_path / "copy")
    paths = apply(page, root)
    assert "server/web/folders/routes.py" in paths
    assert "templates/folders/index.html" in paths
    run_commands(page, root)
