"""Tests of the time limit and of the ends of processes."""

import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.real_projects.limits import TooLongError, process, time_limit

PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
print(child.pid, flush=True)
child.wait()
"""


def test_a_block_is_left_when_its_time_has_passed() -> None:
    """Whatever it waits for."""
    with pytest.raises(TooLongError, match="given up after 0 s"), time_limit(0.05):
        time.sleep(60)


@pytest.mark.slow
def test_a_program_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    """Also when an error ends the block."""
    child = 0
    with suppress(TooLongError), process([sys.executable, "-c", PARENT], tmp_path, {}) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _runs(child)
        raise TooLongError
    deadline = time.monotonic() + 20
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _runs(child)


def _runs(process_id: int) -> bool:
    """Whether a process runs; one that has ended may stay in the table until its parent asks for it."""
    try:
        state = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
