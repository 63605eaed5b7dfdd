"""Tests that docs/how-to/event-kind.md adds a kind of event that works."""

from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.support.how_to import apply, copy_of_repository, run_commands

pytestmark = pytest.mark.slow


def test_a_kind_of_event_can_be_added_as_described(tmp_path: Path) -> None:
    """The sensor records in a real guest, the lens shows it, and every list knows the new kind."""
    page = (ROOT / "docs" / "how-to" / "event-kind.md").read_text(encoding="utf-8")
    root = copy_of_repository(tmp_path / "copy")
    paths = apply(page, root)
    assert "server/probe/child/sensors/schema.py" in paths
    assert "server/lenses/schema.py" in paths
    run_commands(page, root)
