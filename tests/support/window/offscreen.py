"""Programs that use the window toolkit on a display that nobody sees, each in a process of its own."""

import os
import subprocess
import sys

from tests.sources import ROOT

SECONDS = 120


def run_offscreen(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if os.name != "nt" and os.geteuid() == 0:
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # the engine refuses root otherwise
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
