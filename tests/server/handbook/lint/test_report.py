"""Test checking a folder of labs."""

import json
from pathlib import Path

import jsonschema
import pytest

from server.handbook.catalogue.scaffold import create_lab
from server.handbook.lint.report import LintReport, check_folder
from server.model.problem import Problem
from tests.sources import ROOT
from tests.support.sample_lab import PAGE, TOML, write_lab

pytestmark = pytest.mark.slow

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "lab-check.json").read_text())


def check(folder: Path, *, run: bool = False) -> LintReport:
    """Return the report about a folder."""
    found = check_folder(folder, run=run)
    assert isinstance(found, LintReport), found
    return found


def test_a_new_lab_is_valid(tmp_path: Path) -> None:
    """The lab that `lab new` creates has no finding, also when it is run."""
    assert create_lab(tmp_path / "tea-room") is None
    found = check(tmp_path, run=True)
    assert found.findings == ()
    assert (len(found.labs), found.claims) == (1, 2)
    assert check(tmp_path / "tea-room" / "app.py").labs == found.labs


def test_a_new_lab_overwrites_nothing(tmp_path: Path) -> None:
    """An existing folder, an invalid name and a folder that cannot be created are problems."""
    assert create_lab(tmp_path / "tea-room") is None
    text = (tmp_path / "tea-room" / "app.py").read_text()
    (tmp_path / "tea-room" / "app.py").write_text(text + "# mine\n")
    problems = [create_lab(tmp_path / name) for name in ("tea-room", "Tea", "tea-room/app.py/tea", "session")]
    assert [problem.code if problem else None for problem in problems] == [
        "exists",
        "bad-name",
        "not-writable",
        "lab-taken",
    ]
    assert (tmp_path / "tea-room" / "app.py").read_text().endswith("# mine\n")


def test_each_finding_has_a_place(tmp_path: Path) -> None:
    """The file and the line, and whether it is a fault."""
    write_lab(tmp_path / "1-first" / "tiny", page=PAGE.replace("(lab:tiny)", "(lab:huge)"))
    write_lab(tmp_path / "1-first" / "early", page=PAGE, toml=TOML.replace("1.1", "1.0"))
    write_lab(tmp_path / "1-first" / "broken", claims="\nimport nothing_of_this_name\n")
    write_lab(tmp_path / "1-first" / "stray", toml=TOML.replace("1.1", "99.1"))
    found = check(tmp_path)
    where = {
        (finding.lab, finding.file.name, finding.line, finding.remark): finding.message
        for finding in found.findings
    }
    assert "links to a lab huge" in where["tiny", "page.md", 7, False]
    assert "points forward to 1.1 Tiny" in where["early", "page.md", 7, True]
    assert "nothing_of_this_name" in where["broken", "claims.py", 2, False]
    assert "stands in chapter 1" in where["stray", "lab.toml", 1, False]
    assert len(found.faults) < len(found.findings)
    told = found.to_json()
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert told["summary"]["claims"] == 0


def test_a_syntax_error_is_reported_once(tmp_path: Path) -> None:
    """With its file and line; the lab is not run."""
    folder = tmp_path / "1-first" / "tiny"
    write_lab(folder)
    (folder / "app.py").write_text("x = 1\ndef x(:\n")
    write_lab(tmp_path / "1-first" / "broken", claims="def x(:\n")
    found = check(tmp_path, run=True)
    told = {finding.lab: finding for finding in found.findings if finding.file.suffix == ".py"}
    assert (told["tiny"].file.name, told["tiny"].line) == ("app.py", 2)
    assert told["tiny"].message == told["broken"].message == "SyntaxError: invalid syntax"
    assert found.claims == 0


def test_two_labs_with_one_number_are_faults(tmp_path: Path) -> None:
    """Their order would be undefined."""
    write_lab(tmp_path / "1-first" / "tiny")
    write_lab(tmp_path / "1-first" / "twin")
    messages = [finding.message for finding in check(tmp_path).findings]
    assert "its number 1.1 is that of twin too" in messages
    assert "its number 1.1 is that of tiny too" in messages


def test_a_lab_may_be_called_as_one_of_ours_while_it_is_check(tmp_path: Path) -> None:
    """The named lab is checked, and its links may lead to ours."""
    write_lab(tmp_path / "7-state" / "session", page=PAGE.replace("(lab:tiny)", "(lab:cookies)"))
    found = check(tmp_path / "7-state" / "session")
    assert [lab.folder for lab in found.labs] == [tmp_path / "7-state" / "session"]
    assert not any("does not exist" in finding.message for finding in found.findings)
    assert any("a lab called session already" in finding.message for finding in found.faults)


def test_a_folder_without_a_lab_is_a_problem(tmp_path: Path) -> None:
    """And so is a path that does not exist."""
    for path in (tmp_path, tmp_path / "nowhere"):
        found = check_folder(path)
        assert isinstance(found, Problem)
        assert found.code == "no-lab"
