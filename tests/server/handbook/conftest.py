"""A catalogue of one small lab, and guests to run it on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.catalogue import Catalogue
from server.model.lab import Lab
from server.runner.guests import Guests
from tests.server.handbook.shelf import write_lab


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with one chapter and the lab `tiny`."""
    write_lab(tmp_path / "labs" / "1-first" / "tiny")
    return tmp_path / "labs"


@pytest.fixture
def catalogue(shelf: Path) -> Catalogue:
    """The catalogue of that folder."""
    return Catalogue((shelf,))


@pytest.fixture
def tiny(catalogue: Catalogue) -> Lab:
    """Its lab."""
    lab = catalogue.lab("tiny")
    assert lab is not None, catalogue.problems
    return lab


@pytest.fixture(scope="session")
def guests() -> Iterator[Guests]:
    """Guests that end with the tests."""
    opened = Guests()
    yield opened
    opened.close()
