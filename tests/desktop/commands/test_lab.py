"""`fumehood lab`."""

import json
from pathlib import Path

import jsonschema

from tests.desktop.commands.running import run
from tests.sources import ROOT

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
    lost = run(tmp_path, "lab", "check", str(tmp_path), "--python", "/nosuch/python", "--json")
    assert lost.returncode == 6
    assert json.loads(lost.stdout)["error"]["code"] == "python-not-found"
