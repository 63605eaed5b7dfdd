"""Waiting for a pipe and a process, whichever comes first."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from server.runner.processes.exit_watch import ends_before_readable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has pidfd_open(2)")


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """A pipe: its reading and its writing end."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def process() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that runs until its standard input ends."""
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "input()"], stdin=subprocess.PIPE) as running:
        yield running


def test_the_pipe_comes_first(pipe: tuple[int, int], process: "subprocess.Popen[bytes]") -> None:
    """The process still runs."""
    os.write(pipe[1], b"x")
    assert not ends_before_readable(process.pid, pipe[0])


def test_the_process_ends_first(pipe: tuple[int, int], process: "subprocess.Popen[bytes]") -> None:
    """Nothing has been written, before and after its exit code is collected."""
    process.communicate(b"\n")
    assert ends_before_readable(process.pid, pipe[0])


def test_a_process_that_is_not_collected_has_ended(
    pipe: tuple[int, int], process: "subprocess.Popen[bytes]"
) -> None:
    """Its exit code waits for its parent."""
    process.kill()
    assert ends_before_readable(process.pid, pipe[0])
