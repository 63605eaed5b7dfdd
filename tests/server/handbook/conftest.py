"""Fixtures: a catalogue of one small lab, and guests to run it on."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.model.lab import Lab
from server.runner.guests.guests import Guests
from tests.support.sample_lab import write_lab
from tests.support.shared import shared_fork_servers


@pytest.fixture(scope="session", autouse=True)
def engine_for_root() -> Iterator[None]:
    """Let the web engine start where the tests run as root, which the product never does."""
    with pytest.MonkeyPatch.context() as patch:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            patch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")
        yield


@pytest.fixture
def process_ends() -> Callable[[int], bool]:
    """Return a function that says whether a process ends within a minute."""

    def check(pid: int) -> bool:
        try:
            psutil.Process(pid).wait(60.0)
        except psutil.NoSuchProcess:
            return True
        except psutil.TimeoutExpired:
            return False
        return True

    return check


@pytest.fixture
def labs_folder(tmp_path: Path) -> Path:
    """A folder with one chapter and the lab `tiny`."""
    write_lab(tmp_path / "labs" / "1-first" / "tiny")
    return tmp_path / "labs"


@pytest.fixture
def catalogue(labs_folder: Path) -> Catalogue:
    """The catalogue of that folder."""
    return Catalogue((labs_folder,))


@pytest.fixture
def tiny(catalogue: Catalogue) -> Lab:
    """The lab `tiny`."""
    lab = catalogue.lab("tiny")
    assert lab is not None, catalogue.problems
    return lab


@pytest.fixture(scope="session")
def guests() -> Iterator[Guests]:
    """Guests that end with the tests."""
    opened = Guests(fork_servers=shared_fork_servers())
    yield opened
    opened.close()
