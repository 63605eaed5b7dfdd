"""A forked supervisor is handled like a program that we have started."""

import os
import signal
import subprocess
import sys

import pytest

from server.runner.processes.fork_server import AVAILABLE
from server.runner.processes.forked_supervisor import ForkedSupervisor

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="only Linux has pidfd_open(2)")

CODE = """
import os, sys
line = sys.stdin.readline()
print(line)
os.write(int(sys.argv[1]), bytes([len(line)]))
"""


def supervisor(code: str) -> ForkedSupervisor:
    """Return a process that runs `code`, which gets the descriptor for its exit code as its argument."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code, str(writing)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[writing],
    )
    os.close(writing)
    pipes = [os.dup(pipe.fileno()) for pipe in (process.stdin, process.stdout, process.stderr) if pipe]
    forked = ForkedSupervisor(process.pid, pipes[0], pipes[1], pipes[2], reading)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()
    process.returncode = 0  # whoever forked it collects it
    return forked


def close(forked: ForkedSupervisor) -> None:
    """Close its pipes and collect it."""
    for pipe in (forked.stdin, forked.stdout, forked.stderr):
        pipe.close()
    os.waitpid(forked.pid, 0)


def test_its_exit_code_is_what_it_has_written() -> None:
    """Its standard input and output are pipes."""
    forked = supervisor(CODE)
    forked.stdin.write(b"12\n")
    assert forked.stdout.read() == b"12\n\n"
    assert forked.wait() == 3
    forked.send_signal(signal.SIGCONT)
    close(forked)


def test_one_that_was_killed_has_no_exit_code() -> None:
    """It could not write any; a signal to it is ignored from then on."""
    forked = supervisor(CODE)
    forked.kill()
    assert forked.wait() < 0
    close(forked)
    forked.kill()
