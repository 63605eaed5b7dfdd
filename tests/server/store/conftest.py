"""Fixtures that open a store and close it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store's file is created."""
    return tmp_path / "data" / "history.db"


@pytest.fixture(params=["file", "memory"])
def store(path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """Open a store on disk, and one in memory."""
    store = Store(path if request.param == "file" else None)
    yield store
    store.close()
