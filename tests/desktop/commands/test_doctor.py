"""`fumehood doctor`."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.desktop.commands.running import run
from tests.sources import ROOT

pytestmark = pytest.mark.slow

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "doctor.json").read_text())


def test_programs_get_the_documented_object(tmp_path: Path) -> None:
    """Without a display there is no window, and the check says so with its remedy."""
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
    """Each check has a line, and each lack its remedy below."""
    done = run(tmp_path, "doctor")
    assert done.returncode == 0, done.stderr
    assert "display" in done.stdout
    assert "ssh -X" in done.stdout
    assert "fumehood.log" in done.stdout


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file in the place of the home is lacking, not a traceback."""
    (tmp_path / "home").write_text("")
    done = run(tmp_path / "home", "doctor", "--json")
    assert done.returncode == 0, done.stderr
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["data-folder"]["state"] == "lacking"
    assert checks["log"]["state"] == "lacking"
