"""Tests of the exit codes of the command line."""

import re

from server.model.exit_code import ExitCode
from tests.sources import ROOT


def test_every_exit_code_is_documented() -> None:
    """docs/cli.md has a row for each exit code."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    rows = {
        int(code) for row in re.findall(r"^\| ([\d, ]+) \|", text, re.MULTILINE) for code in row.split(",")
    }
    assert {int(code) for code in ExitCode} <= rows
