"""Tests of a program that starts again."""

import subprocess
import sys
from pathlib import Path

from tests.sources import ROOT

PROGRAM = """
import os, sys
from desktop.shell.process.relaunch import relaunch
print(os.getpid(), sys.argv[1:], flush=True)
if not os.path.exists(sys.argv[1]):
    open(sys.argv[1], "w").close()
    relaunch()
"""


def test_the_same_process_runs_the_same_command_once_more(tmp_path: Path) -> None:
    """So that a terminal, or whoever started it, waits for the new one."""
    words = [sys.executable, "-c", PROGRAM, str(tmp_path / "was here"), "and more"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    first, second = done.stdout.splitlines()
    assert first == second
    assert "and more" in first
