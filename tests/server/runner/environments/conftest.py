"""A project without an environment."""

from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return an empty folder, in a folder of its own with the home folder beside it."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (tmp_path / "home").mkdir()
    return folder
