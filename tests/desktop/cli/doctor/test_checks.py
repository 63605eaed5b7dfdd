"""Tests of the checks of `fumehood doctor`."""

import json
from pathlib import Path

import pytest

from tests.support.fumehood_process import run

pytestmark = pytest.mark.slow


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    """A file in place of the home folder is reported, without a traceback."""
    (tmp_path / "home").write_text("")
    done = run(tmp_path / "home", "doctor", "--json")
    assert done.returncode == 0, done.stderr
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["data-folder"]["state"] == "lacking"
    assert checks["log"]["state"] == "lacking"
