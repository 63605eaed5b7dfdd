"""Tests of asking SQLite for plans."""

import sqlite3
import sys
from pathlib import Path

import pytest

from server.runner.plans import sqlite_plans
from server.runner.plans.sqlite_plans import plans_in


def test_the_plans_of_statements_come_in_their_order(tmp_path: Path) -> None:
    """A statement without a plan has a problem, and does not spoil the others."""
    file = tmp_path / "shop.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE bread (kind TEXT)")
    connection.close()
    found, missing = plans_in(str(file), ["SELECT * FROM bread", "SELECT * FROM cake"], Path(sys.executable))
    assert (found.steps[0].parent, found.problem) == (0, "")
    assert "bread" in found.steps[0].text
    assert "no such table: cake" in missing.problem


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit(3)",
        "print('no JSON')",
        "print('{\"plans\": []}')",
        'print(\'{"plans": [{"steps": [[1, 0]], "problem": null}]}\')',
        "import time; time.sleep(600)",
    ],
)
def test_a_process_that_misbehaves_has_no_plan(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is ended where it takes too long."""
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "sqlite_plan.py").write_text(program)
    monkeypatch.setattr(sqlite_plans, "child_folder", lambda: tmp_path)
    monkeypatch.setattr(sqlite_plans, "SECONDS", 2.0)
    (plan,) = plans_in("shop.db", ["SELECT 1"], Path(sys.executable))
    assert plan.steps == ()
    assert plan.problem


def test_an_interpreter_that_is_gone_has_no_plan(tmp_path: Path) -> None:
    """As where the environment of a project was removed."""
    (plan,) = plans_in("shop.db", ["SELECT 1"], tmp_path / "python")
    assert plan.problem
