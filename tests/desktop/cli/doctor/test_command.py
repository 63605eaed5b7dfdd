"""Tests of `fumehood doctor`."""

import json
from pathlib import Path

import jsonschema
import pytest

from desktop.cli import main
from desktop.cli.doctor import checks
from tests.sources import ROOT
from tests.support.fumehood_process import run

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "doctor.json").read_text())


@pytest.mark.slow
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


@pytest.mark.slow
def test_people_get_lines(tmp_path: Path) -> None:
    """Each check has a line, followed by its remedy if there is one."""
    done = run(tmp_path, "doctor")
    assert done.returncode == 0, done.stderr
    assert "display" in done.stdout
    assert "ssh -X" in done.stdout
    assert "fumehood.log" in done.stdout


@pytest.mark.hardness("hostile-names")
def test_paths_and_answers_cannot_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder's name, a variable and the answer of an interpreter are spelled out, one line each."""
    evil = "/srv/\u202egpj\x1b[2J\nx"
    health = checks.Health(
        version="1",
        python="3",
        platform="Linux",
        window=True,
        running=False,
        checks=(checks.Check(name="display", state=checks.CheckState.LACKING, detail=evil, remedy=evil),),
        interpreters=(checks.InterpreterCheck(path=evil, python=evil, flask=evil, werkzeug=None),),
    )
    monkeypatch.setattr(checks, "examine", lambda _paths: health)
    assert main.run(["doctor"]) == 0
    out = capsys.readouterr().out
    assert out.count("\\u202egpj\\x1b[2J") == 5
    assert not set(out) & {"\u202e", "\x1b"}
    assert main.run(["doctor", "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["interpreters"][0]["path"] == evil
    assert not set(printed) & {"\u202e", "\x1b"}
