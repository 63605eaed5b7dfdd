"""Tests that docs/how-to/benchmark.md adds a benchmark that runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.support.how_to import apply, copy_of_repository, run_commands

pytestmark = pytest.mark.slow


def test_a_benchmark_can_be_added_as_described(tmp_path: Path) -> None:
    """The commands of the page run, and the benchmark reports a ratio with a budget."""
    page = (ROOT / "docs" / "how-to" / "benchmark.md").read_text(encoding="utf-8")
    root = copy_of_repository(tmp_path / "copy")
    assert "tests/benchmarks/highlight.py" in apply(page, root)
    run_commands(page, root)
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "highlight", "--quick", "--json"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    (result,) = json.loads(done.stdout)["results"]
    assert result["measures"][-1]["at_most"] == 1.5
    assert result["measures"][-1]["value"] > 0
