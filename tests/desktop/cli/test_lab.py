"""`fumehood lab`."""

import json
from pathlib import Path

import jsonschema
import pytest

from server.store import Store
from tests.sources import ROOT
from tests.support.fumehood_process import run

pytestmark = pytest.mark.slow

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "lab-check.json").read_text())


def test_a_lab_is_begun_judged_and_broken(tmp_path: Path) -> None:
    """From nothing to a valid lab, and then a finding with its file and line, for people and for programs."""
    lab = tmp_path / "labs" / "tea-room"
    made = run(tmp_path, "lab", "new", str(lab))
    assert made.returncode == 0, made.stderr
    assert f"fumehood lab check {lab}" in made.stdout
    good = run(tmp_path, "lab", "check", str(lab))
    assert good.returncode == 0, good.stdout
    assert "1 lab, 2 claims run, 0 faults, 0 remarks." in good.stdout
    (lab / "app.py").write_text((lab / "app.py").read_text().replace("CUPS = 3", "CUPS = 5"))
    bad = run(tmp_path, "lab", "check", "tea-room", cwd=lab.parent)
    assert bad.returncode == 1
    first = bad.stdout.splitlines()[0]
    assert first.startswith("tea-room/claims.py:")
    assert "three-cups: came out as fails, expected was holds" in first
    told = run(tmp_path, "lab", "check", str(lab.parent), "--text", "--json")
    assert told.returncode == 0
    found = json.loads(told.stdout)
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert found["summary"] == {"labs": 1, "claims": 0, "faults": 0, "remarks": 0}


def test_wrong_use_is_told(tmp_path: Path) -> None:
    """No lab there, a folder that is there already, an interpreter that is none."""
    assert run(tmp_path, "lab", "check", str(tmp_path)).returncode == 2
    assert run(tmp_path, "lab", "new", str(tmp_path)).returncode == 2
    assert run(tmp_path, "lab", "new", str(tmp_path / "session")).returncode == 2
    lost = run(tmp_path, "lab", "check", str(tmp_path), "--python", "/nosuch/python", "--json")
    assert lost.returncode == 6
    assert json.loads(lost.stdout)["error"]["code"] == "python-not-found"


def test_a_trusted_lab_of_the_users_own_is_one_of_the_handbook(tmp_path: Path) -> None:
    """It is proved and opened by its name; before the folder is trusted it is left out, and that is said."""
    own = tmp_path / "data" / "own-labs"
    assert run(tmp_path, "lab", "new", str(own / "tea-room")).returncode == 0
    before = run(tmp_path, "prove", "tea-room")
    assert before.returncode == 2
    assert f"The labs in {own} were left out" in before.stderr
    assert run(tmp_path, "record", "lab:tea-room", "/").returncode == 2
    store = Store(tmp_path / "data" / "fumehood.sqlite3")
    store.trust.grant(own)
    store.close()
    proved = run(tmp_path, "prove", "tea-room", "--json")
    assert proved.returncode == 0, proved.stderr
    assert json.loads(proved.stdout)["summary"]["claims"] == 2
    assert "There are 3 cups." in run(tmp_path, "record", "lab:tea-room", "/").stdout
