"""The clients that tests of pages ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.handbook_client import HandbookClient, handbook_client
from tests.support.workbench_client import WorkbenchClient, workbench_client


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[WorkbenchClient]:
    """A client of a workbench with fake guests."""
    with workbench_client(tmp_path) as client:
        yield client


@pytest.fixture
def handbook(tmp_path: Path) -> Iterator[HandbookClient]:
    """A client of a workbench whose handbook has the two sample labs."""
    with handbook_client(tmp_path) as client:
        yield client
