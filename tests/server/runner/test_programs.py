"""Programs of experiments run under keepers."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.runner.programs import NICE, Program, Programs
from server.runner.scratch import Scratch

pytestmark = pytest.mark.slow

SECONDS = 60.0
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)
print('child', child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def programs() -> Iterator[Programs]:
    """Programs that have all ended after the test."""
    scratch = Scratch()
    programs = Programs(scratch)
    yield programs
    programs.close(5.0)
    scratch.close()


def python(programs: Programs, folder: Path, code: str, given: Path = Path(os.devnull)) -> Program:
    """A Python that runs that code."""
    return programs.start([sys.executable, "-c", code], dict(os.environ), folder=folder, input=given)


def child_of(program: Program) -> int:
    """The child that a FAMILY started."""
    found = program.transcript.wait_for(r"child (\d+)", SECONDS)
    assert found is not None
    return int(found[1])


def test_a_program_runs_to_its_end(programs: Programs, tmp_path: Path) -> None:
    """In its folder, with its input, stepping back for others; its output and code are known."""
    (tmp_path / "in").write_bytes(b"a\nb")
    code = "import os, sys; print(os.getcwd(), os.nice(0), sys.stdin.read(), file=sys.stderr); sys.exit(3)"
    before = os.nice(0)
    program = python(programs, tmp_path, code, tmp_path / "in")
    assert program.wait(SECONDS)
    assert (program.code, program.alive) == (3, False)
    assert program.transcript.text == f"{tmp_path} {min(before + NICE, 19)} a\nb\n"
    assert program.seconds > 0


def test_without_input_there_is_none(programs: Programs, tmp_path: Path) -> None:
    """Nothing waits for a user who is not there."""
    program = python(programs, tmp_path, "import sys; print(repr(sys.stdin.read()))")
    assert program.wait(SECONDS)
    assert program.transcript.text == "''\n"


@pytest.mark.parametrize("end", [Program.stop, Program.kill])
def test_its_children_end_with_it(
    programs: Programs, tmp_path: Path, gone: Callable[[int], bool], end: Callable[[Program], bool]
) -> None:
    """Also one in a session of its own."""
    program = python(programs, tmp_path, FAMILY)
    child = child_of(program)
    assert set(program.tree()) == {program.pid, child}
    assert end(program)
    assert gone(child)
    assert not program.alive


def test_closing_ends_everything_and_starts_no_more(
    programs: Programs, tmp_path: Path, gone: Callable[[int], bool]
) -> None:
    """As at the end of a run or of Fumehood."""
    child = child_of(python(programs, tmp_path, FAMILY))
    programs.close(5.0)
    assert gone(child)
    with pytest.raises(RuntimeError, match="closed"):
        python(programs, tmp_path, "1")


def test_what_cannot_be_started_says_why(programs: Programs, tmp_path: Path) -> None:
    """The system's own words."""
    program = programs.start([str(tmp_path / "nothing")], {}, folder=tmp_path)
    assert program.wait(SECONDS)
    assert (program.pid, program.code) == (None, None)
    assert "No such file" in program.why


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a keeper that Fumehood is gone")
def test_the_scratch_folder_goes_with_a_killed_fumehood(tmp_path: Path, gone: Callable[[int], bool]) -> None:
    """Nobody else is left to remove it."""

    script = f"""
import sys, time
from pathlib import Path
from server.runner.programs import Programs
from server.runner.scratch import Scratch
scratch = Scratch()
(scratch.make() / "file").write_text("x")
program = Programs(scratch).start([sys.executable, "-c", {FAMILY!r}], {{}}, folder=Path("/"))
child = program.transcript.wait_for("child (.*)", 60)[1]
print(scratch.root, program._process._keeper.pid, child, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as fumehood:
        assert fumehood.stdout is not None
        root, keeper, child = fumehood.stdout.readline().split()
        assert Path(root).is_dir()
        fumehood.send_signal(signal.SIGKILL)
    assert gone(int(child))
    assert gone(int(keeper))
    assert not Path(root).exists()
