"""Fumehood as a process, with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.sources import ROOT

COMMAND = (sys.executable, "-m", "desktop")
SECONDS = 90


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a user without a display, who speaks English."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "COLUMNS")
    }
    return {**kept, "FUMEHOOD_HOME": str(home), "LANGUAGE": "en", "PYTHONPATH": str(ROOT), **more}


def run(
    home: Path, *arguments: str, cwd: Path | None = None, **more: str
) -> "subprocess.CompletedProcess[str]":
    """A command, run to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(home, **more),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def running(home: Path, *arguments: str, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """A command while it runs, killed at the end if it still does."""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def family(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """A process with all that it started."""
    first = psutil.Process(process.pid)
    return [first, *first.children(recursive=True)]


def all_gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them end within some seconds; a zombie has ended."""
    _gone, alive = psutil.wait_procs(processes, timeout=60)
    return all(process.status() == psutil.STATUS_ZOMBIE for process in alive)
