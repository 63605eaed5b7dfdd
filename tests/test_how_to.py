"""Every page of docs/how-to works: its changes apply to the repository as it is now, and its checks pass."""

from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.support.how_to import apply, copy_of_repository, patched, run_commands


@pytest.mark.slow
def test_a_kind_of_event_can_be_added_as_described(tmp_path: Path) -> None:
    """The sensor records in a real guest, the lens shows it, and every list knows the new kind."""
    page = (ROOT / "docs" / "how-to" / "event-kind.md").read_text(encoding="utf-8")
    root = copy_of_repository(tmp_path / "copy")
    paths = apply(page, root)
    assert "server/probe/child/sensors/cache.py" in paths
    assert "server/lenses/cache.py" in paths
    run_commands(page, root)


@pytest.mark.slow
def test_a_page_can_be_added_as_described(tmp_path: Path) -> None:
    """The workbench answers with the new page, a command leads to it, and every list knows it."""
    page = (ROOT / "docs" / "how-to" / "page.md").read_text(encoding="utf-8")
    root = copy_of_repository(tmp_path / "copy")
    paths = apply(page, root)
    assert "server/web/about/routes.py" in paths
    assert "templates/about/index.html" in paths
    run_commands(page, root)


def test_hunks_are_applied_where_their_lines_are() -> None:
    """Lines are added beside unchanged ones, and removed; a hunk that only adds is appended."""
    assert patched("a\nb\nc\n", " a\n+x\n@@\n-b\n+y\n") == "a\nx\ny\nc\n"
    assert patched("a\n", "+z\n") == "a\n\nz\n"


@pytest.mark.parametrize("text", ["b\n", "a\na\n"])
def test_a_hunk_that_fits_nowhere_or_twice_is_an_error(text: str) -> None:
    """A page that the repository has left behind is noticed."""
    with pytest.raises(AssertionError, match="instead of once"):
        patched(text, " a\n+x\n")
