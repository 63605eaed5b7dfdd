"""Programs of experiments run under supervisors."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import NICENESS, Program, Programs

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
    """Programs that are all ended after the test."""
    scratch = ScratchFolders()
    programs = Programs(scratch)
    yield programs
    programs.close(5.0)
    scratch.close()


def python(programs: Programs, folder: Path, code: str, file: Path = Path(os.devnull)) -> Program:
    """Run Python code as a program."""
    return programs.start([sys.executable, "-c", code], dict(os.environ), folder=folder, input=file)


def child_of(program: Program) -> int:
    """Return the process id of the child that FAMILY starts."""
    match = program.output_buffer.wait_for(r"child (\d+)", SECONDS)
    assert match is not None
    return int(match[1])


def test_a_program_runs_to_its_end(programs: Programs, tmp_path: Path) -> None:
    """In its folder, with its input and niceness; its output and exit code are known."""
    (tmp_path / "in").write_bytes(b"a\nb")
    code = "import os, sys; print(os.getcwd(), os.nice(0), sys.stdin.read(), file=sys.stderr); sys.exit(3)"
    before = os.nice(0)
    program = python(programs, tmp_path, code, tmp_path / "in")
    assert program.wait(SECONDS)
    assert (program.code, program.is_alive) == (3, False)
    assert program.output_buffer.text == f"{tmp_path} {min(before + NICENESS, 19)} a\nb\n"
    assert program.seconds > 0


def test_the_default_input_is_empty(programs: Programs, tmp_path: Path) -> None:
    """A program that reads its input does not wait."""
    program = python(programs, tmp_path, "import sys; print(repr(sys.stdin.read()))")
    assert program.wait(SECONDS)
    assert program.output_buffer.text == "''\n"


@pytest.mark.parametrize("end", [Program.stop, Program.kill])
def test_children_end_with_the_program(
    programs: Programs, tmp_path: Path, has_ended: Callable[[int], bool], end: Callable[[Program], bool]
) -> None:
    """Even a child in a session of its own."""
    program = python(programs, tmp_path, FAMILY)
    child = child_of(program)
    assert set(program.tree()) == {program.pid, child}
    assert end(program)
    assert has_ended(child)
    assert not program.is_alive


def test_closing_ends_all_programs_and_starts_no_more(
    programs: Programs, tmp_path: Path, has_ended: Callable[[int], bool]
) -> None:
    """A start after that is a RuntimeError."""
    child = child_of(python(programs, tmp_path, FAMILY))
    programs.close(5.0)
    assert has_ended(child)
    with pytest.raises(RuntimeError, match="closed"):
        python(programs, tmp_path, "1")


def test_a_program_that_cannot_be_started_has_an_error(programs: Programs, tmp_path: Path) -> None:
    """It is the message of the system."""
    program = programs.start([str(tmp_path / "nothing")], {}, folder=tmp_path)
    assert program.wait(SECONDS)
    assert (program.pid, program.code) == (None, None)
    assert "No such file" in program.start_error


@pytest.mark.skipif(
    sys.platform != "linux", reason="only on Linux a supervisor notices that Fumehood is gone"
)
def test_the_scratch_folder_is_removed_after_fumehood_was_killed(
    tmp_path: Path, has_ended: Callable[[int], bool]
) -> None:
    """The supervisor removes it."""

    script = f"""
import sys, time
from pathlib import Path
from server.runner.processes.supervised_programs import Programs
from server.runner.processes.scratch_folders import ScratchFolders
scratch = ScratchFolders()
(scratch.make() / "file").write_text("x")
program = Programs(scratch).start([sys.executable, "-c", {FAMILY!r}], {{}}, folder=Path("/"))
child = program.output_buffer.wait_for("child (.*)", 60)[1]
print(scratch.root, program._process._supervisor.pid, child, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as fumehood:
        assert fumehood.stdout is not None
        root, supervisor, child = fumehood.stdout.readline().split()
        assert Path(root).is_dir()
        fumehood.send_signal(signal.SIGKILL)
    assert has_ended(int(child))
    assert has_ended(int(supervisor))
    assert not Path(root).exists()
