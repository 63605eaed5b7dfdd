"""Test that a program which is run for its output is bounded in time and in what it prints."""

import os
import sys
import time
from pathlib import Path

import psutil
import pytest

from server.runner.processes.brief_run import BriefOutput, run_briefly


def run(program: str, *, seconds: float = 10.0, most_bytes: int = 1000) -> BriefOutput:
    """Run a Python program."""
    return run_briefly(
        [sys.executable, "-S", "-c", program],
        seconds=seconds,
        most_bytes=most_bytes,
        environment=dict(os.environ),
        folder="/",
    )


def test_both_streams_are_returned() -> None:
    """Bytes that are no text are replaced."""
    answer = run("import os; os.write(1, b'a\\xff'); os.write(2, b'b')")
    assert answer == BriefOutput(output="a\ufffd", errors="b")


def test_a_flood_is_cut() -> None:
    """Its rest is read and dropped, so that the program ends."""
    answer = run("import os\nfor _ in range(100): os.write(1, b'x' * 10_000)")
    assert answer.output == "x" * 1000


@pytest.mark.skipif(os.name != "posix", reason="groups of processes")
def test_a_program_that_does_not_end_is_killed_with_its_children(tmp_path: Path) -> None:
    """It may flood us until then, and its child may keep the streams open."""
    file = tmp_path / "pid"
    program = (
        "import os, sys, time\n"
        "child = os.fork()\n"
        "if child:\n"
        f"    open({str(file)!r}, 'w').write(str(child))\n"
        "while True:\n"
        "    os.write(1, b'x' * 10_000)\n"
    )
    with pytest.raises(TimeoutError, match="did not end within"):
        run(program, seconds=0.7)
    child = int(file.read_text())
    end = time.monotonic() + 5.0
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end, "the child is left"
        time.sleep(0.01)


def test_a_program_that_is_not_there_is_an_error_of_the_system() -> None:
    """As one that may not be run is."""
    with pytest.raises(FileNotFoundError):
        run_briefly(["/no/such"], seconds=1.0, most_bytes=10, environment={}, folder="/")
