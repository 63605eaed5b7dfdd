"""Test the handle on a running process, and what it makes undecided."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.bench.process_handle import Running
from server.handbook.undecided import Undecided
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import Programs

SECONDS = 60.0
SLEEPS = "import time; print('up', flush=True); time.sleep(600)"


@pytest.fixture
def programs() -> Iterator[Programs]:
    """Programs that end with the test."""
    scratch = ScratchFolders()
    programs = Programs(scratch)
    yield programs
    programs.close(5.0)
    scratch.close()


def start(programs: Programs, code: str, folder: Path) -> Running:
    """Start Python with this code."""
    return Running(programs.start([sys.executable, "-c", code], {}, folder=folder))


def test_an_ended_process_has_a_result(programs: Programs, tmp_path: Path) -> None:
    """Its exit code, and all that it printed."""
    ran = start(programs, "import sys; print('tea'); print('milk', file=sys.stderr); sys.exit(4)", tmp_path)
    result = ran.wait(SECONDS)
    assert result.code == 4
    assert sorted(result.output.split()) == ["milk", "tea"]
    assert result.seconds > 0
    assert not ran.alive


def test_a_line_is_waited_for(programs: Programs, tmp_path: Path) -> None:
    """The first match, or the second with `count`."""
    running = start(programs, "print('cup 1'); print('cup 2')", tmp_path)
    assert running.line(r"cup (\d)", SECONDS)[1] == "1"
    assert running.line(r"cup (\d)", SECONDS, count=2)[1] == "2"


def test_a_line_that_never_comes_is_undecided(programs: Programs, tmp_path: Path) -> None:
    """The reason says whether the process has ended, and quotes its last line."""
    ended = start(programs, "print(7)", tmp_path)
    ended.wait(SECONDS)
    with pytest.raises(
        Undecided, match="expected to print 'eight' and ended; the last line it printed was: 7"
    ):
        ended.line("eight", SECONDS)
    running = start(programs, SLEEPS, tmp_path)
    running.line("up", SECONDS)
    with pytest.raises(Undecided, match=r"and did not within 0\.01 s; the last line it printed was: up"):
        running.line("eight", 0.01)
    running.kill()


def test_a_process_that_does_not_end_is_killed(programs: Programs, tmp_path: Path) -> None:
    """Waiting longer than the timeout is undecided."""
    running = start(programs, SLEEPS, tmp_path)
    running.line("up", SECONDS)
    with pytest.raises(Undecided, match=r"did not end within 0\.01 s"):
        running.wait(0.01)
    assert not running.alive


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_a_signal_ends_it_and_a_second_one_is_ignored(programs: Programs, tmp_path: Path) -> None:
    """The exit code is the negative number of the signal."""
    running = start(programs, SLEEPS, tmp_path)
    running.line("up", SECONDS)
    assert running.pid in running.tree()
    running.signal(signal.SIGTERM)
    assert running.wait(SECONDS).code == -signal.SIGTERM
    running.signal(signal.SIGTERM)
