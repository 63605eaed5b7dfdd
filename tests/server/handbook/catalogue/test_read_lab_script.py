"""Test the JSON lines of the script that reads labs in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from server.handbook.catalogue.isolated_reader import SCRIPT
from tests.sources import ROOT
from tests.support.sample_lab import write_lab


def test_a_line_per_lab_and_nothing_that_a_lab_prints(tmp_path: Path) -> None:
    """In the order of the arguments."""
    good = write_lab(tmp_path / "1-first" / "good", claims="print('noise')\n")
    broken = write_lab(tmp_path / "1-first" / "broken", claims="\nraise LookupError('tea')\n")
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(ROOT), str(good), str(broken)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    first, second = (json.loads(line)["problem"] for line in done.stdout.splitlines())
    assert first is None
    assert second == {
        "file": str(broken / "claims.py"),
        "line": 2,
        "message": "LookupError: tea",
        "missing": [],
    }
