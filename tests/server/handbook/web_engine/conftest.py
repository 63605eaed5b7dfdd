"""Where the web engines of these tests run."""

from collections.abc import Iterator

import pytest

from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import Programs


@pytest.fixture(scope="module")
def programs() -> Iterator[tuple[Programs, ScratchFolders]]:
    """The programs and scratch folders of an engine."""
    scratch = ScratchFolders()
    programs = Programs(scratch)
    yield programs, scratch
    programs.close(5.0)
    scratch.close()
