"""The workbench without processes, for every test of a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.web.stage import Stage, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The workbench on acted guests."""
    with staged(tmp_path) as set_up:
        yield set_up
