"""Tests of `fumehood doctor`."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.sources import ROOT
from tests.support.fumehood_process import run

pytestmark = pytest.mark.slow

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "doctor.json").read_text())


def test_programs_get_the_documented_object(tmp_path: Path) -> None:
    """The object has the documented shape, and a missing display is reported with a remedy."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    done = run(tmp_path, "doctor", "--json")
    assert done.returncode == 0, done.stderr
    health = json.loads(done.stdout)
    jsonschema.validate(health, SCHEMA, cls=jsonschema.Draft202012Validator)
    checks = {check["name"]: check for check in health["checks"]}
    assert (health["window"], health["running"]) == (False, False)
    assert checks["display"]["state"] == "lacking"
    assert checks["display"]["remedy"]
    assert checks["data-folder"]["detail"] == str(tmp_path / "data")


def test_people_get_lines(tmp_path: Path) -> None:
    """Each check has a line, followed by its remedy if there is one."""
    done = run(tmp_path, "doctor")
    assert done.returncode == 0, done.stderr
    assert "display" in done.stdout
    assert "ssh -X" in done.stdout
    assert "fumehood.log" in done.stdout
