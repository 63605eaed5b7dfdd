"""Tests of the mark of a process tree."""

import os
import subprocess
import sys

import psutil
import pytest

from server.runner.processes.process_mark import SPAN, VARIABLE, ProcessMark

LIMITED = "import resource, subprocess, sys; resource.setrlimit(resource.RLIMIT_DATA, ({0}, {0})); "
CHILD = "subprocess.run([sys.executable, '-I', '-S', '-c', 'print(1, flush=True); input()'], env={})"


def test_two_marks_differ_and_leave_the_memory_that_was_asked_for() -> None:
    """The limit is raised by an odd number of bytes."""
    marks = [ProcessMark(1 << 30) for _ in range(50)]
    assert len({mark.data for mark in marks}) > 45
    assert all(1 << 30 <= mark.data < (1 << 30) + SPAN for mark in marks)
    assert not any(mark.is_on(psutil.Process()) for mark in marks)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the limits of other processes")
def test_a_child_without_environment_bears_the_mark() -> None:
    """A process inherits its limits whatever it does, so no variable is needed."""
    mark = ProcessMark(1 << 30)
    assert mark.variables == {}
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", LIMITED.format(mark.data) + CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != VARIABLE},
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == b"1\n"
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children()]
    assert len(family) == 2
    assert all(map(mark.is_on, family))
    process.communicate(b"\n")


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_a_limit_of_our_own_is_not_exceeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user has set a lower one, the mark is below it."""
    import resource  # noqa: PLC0415 - Windows has none

    monkeypatch.setattr(resource, "getrlimit", lambda _: (1 << 28, 1 << 28))
    marks = {ProcessMark(1 << 30).data for _ in range(50)}
    assert len(marks) > 45
    assert all((1 << 28) * 0.9 < mark < 1 << 28 for mark in marks)
