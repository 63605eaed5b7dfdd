"""Test that the processes of an experiment get their surroundings, and end with it."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.bench.processes import Processes, find_program
from server.handbook.undecided import Undecided
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import Programs

SECONDS = 60.0


@pytest.fixture
def scratch() -> Iterator[ScratchFolders]:
    """Scratch folders that are removed after the test."""
    folders = ScratchFolders()
    yield folders
    folders.close()


@pytest.fixture
def processes(scratch: ScratchFolders, tmp_path: Path) -> Iterator[Processes]:
    """The processes of an experiment whose lab is in `tmp_path`."""
    programs = Programs(scratch)
    yield Processes(programs, scratch, python=None, folder=tmp_path)
    programs.close(5.0)


def python(code: str) -> list[str]:
    """Return the command that runs this code."""
    return [sys.executable, "-c", code]


def test_a_command_gets_input_variables_and_a_folder(processes: Processes, tmp_path: Path) -> None:
    """It runs in the lab's folder, and its temporary files go into a folder of the experiment."""
    code = "import os, sys, tempfile; print(os.getcwd(), os.environ['TEA'], sys.stdin.read()); "
    ran = processes.run(
        python(f"{code}print(tempfile.gettempdir()); sys.exit(3)"),
        env={"TEA": "black"},
        stdin=b"milk",
        cwd=None,
        timeout=SECONDS,
    )
    first, temporary = ran.output.splitlines()
    assert (ran.code, first) == (3, f"{tmp_path} black milk")
    assert Path(temporary).is_dir()
    processes.close()
    assert not Path(temporary).exists()


def test_closing_kills_what_still_runs(processes: Processes) -> None:
    """And removes the scratch folder, which is one for the experiment."""
    scratch = processes.scratch
    assert processes.scratch == scratch
    running = processes.start(
        python("import time; print('up', flush=True); time.sleep(600)"), env={}, cwd=None
    )
    running.line("up", SECONDS)
    processes.close()
    assert not running.alive
    assert not scratch.exists()


def test_a_folder_that_is_missing_is_undecided(processes: Processes, tmp_path: Path) -> None:
    """The reason is what the system says."""
    with pytest.raises(Undecided, match="No such file"):
        processes.run(python("1"), env={}, stdin=b"", cwd=tmp_path / "nowhere", timeout=SECONDS)


def test_a_program_is_found_as_by_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PATH; without it the claim is undecided, with the command that installs it."""
    program = tmp_path / "brew"
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/nowhere")
    assert find_program("brew", "apt install brew") == str(program)
    with pytest.raises(Undecided, match=r"This machine has no no-such-thing\.") as raised:
        find_program("no-such-thing", "apt install thing")
    assert raised.value.remedy == "Install it: apt install thing"
