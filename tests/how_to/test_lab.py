"""Tests that docs/how-to/lab.md adds a lab that passes every check."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.support.how_to import apply

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "how-to" / "lab.md").read_text(encoding="utf-8")
SECONDS = 300


def fumehood(line: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command of the page in a folder, with a home folder of its own."""
    words = shlex.split(line)
    assert words[:3] == ["uv", "run", "fumehood"], line
    return subprocess.run(
        [sys.executable, "-m", "desktop", *words[3:]],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "FUMEHOOD_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def test_a_lab_can_be_added_as_described(tmp_path: Path) -> None:
    """The three claims come out as expected and turn, and the page has no fault."""
    new, check = "".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)).splitlines()
    created = fumehood(new, tmp_path)
    assert created.returncode == 0, created.stderr
    paths = apply(PAGE, tmp_path)
    assert {Path(path).name for path in paths} == {"lab.toml", "claims.py", "page.md"}
    checked = fumehood(check, tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "1 lab, 3 claims run, 0 faults, 0 remarks." in checked.stdout
