"""Tests of the script that asks SQLite for plans."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.probe.child.plan import sqlite_plan
from server.probe.child.plan.sqlite_plan import plans_in


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a table of three rows and an index, in a path that must be quoted."""
    found = tmp_path / "a b?c#d%41.db"
    connection = sqlite3.connect(found)
    connection.executescript(
        "CREATE TABLE bread (id INTEGER PRIMARY KEY, kind TEXT, price INT);"
        "CREATE INDEX by_kind ON bread(kind);"
        "INSERT INTO bread (kind) VALUES ('rye'), ('oat'), ('spelt');"
    )
    connection.close()
    return found


def steps(file: Path, statement: str) -> str:
    """Return the texts of the plan of a statement."""
    (plan,) = plans_in(str(file), [statement])
    assert plan["problem"] is None, plan
    return "\n".join(text for _id, _parent, text in plan["steps"])


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        ("SELECT * FROM bread", "SCAN"),
        ("SELECT * FROM bread WHERE kind = ? AND price > ?", "USING INDEX by_kind"),
        ("SELECT * FROM bread WHERE id = :id", "USING INTEGER PRIMARY KEY"),
        ("SELECT * FROM bread ORDER BY price", "USE TEMP B-TREE"),
        ("-- all\n/* of */ WITH some AS (SELECT 1) SELECT * FROM some, bread", "SCAN"),
        ("DELETE FROM bread WHERE kind = $kind", "by_kind"),
        ("UPDATE bread SET price = ?1 WHERE id = ?2", "PRIMARY KEY"),
    ],
)
def test_each_statement_has_its_plan(file: Path, statement: str, step: str) -> None:
    """Whatever its parameters are called."""
    assert step in steps(file, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM bread",
        "INSERT INTO bread (kind) VALUES ('new')",
        "DROP TABLE bread",
        "PRAGMA user_version = 7",
        "ATTACH 'new.db' AS other",
        "VACUUM",
        "SELECT 1; DELETE FROM bread",
        "BEGIN EXCLUSIVE",
        "",
        "SELECT * FROM nothing",
        "SELECT own_function(1)",
        "SELECT load_extension('x')",
        "SELECT \x00",
    ],
)
def test_no_statement_changes_the_file_or_what_is_beside_it(file: Path, statement: str) -> None:
    """Those without a plan have a problem instead."""
    before = file.read_bytes(), file.stat().st_mtime_ns, sorted(os.listdir(file.parent))
    plans_in(str(file), [statement, "SELECT * FROM bread"])
    assert (file.read_bytes(), file.stat().st_mtime_ns, sorted(os.listdir(file.parent))) == before


@pytest.fixture
def writer(file: Path) -> Iterator[sqlite3.Connection]:
    """The app's own connection, in the middle of a transaction."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=0)
    yield connection
    connection.close()


def test_an_app_in_the_middle_of_a_transaction_does_not_notice(
    file: Path, writer: sqlite3.Connection
) -> None:
    """It holds the exclusive lock, and commits without waiting."""
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("INSERT INTO bread (kind) VALUES ('new')")
    assert "SCAN" in steps(file, "SELECT * FROM bread")
    writer.execute("COMMIT")
    assert writer.execute("SELECT count(*) FROM bread").fetchone() == (4,)


def test_a_table_that_is_still_in_the_log_is_found(file: Path, writer: sqlite3.Connection) -> None:
    """With a write-ahead log the file is read beside the app, which goes on writing."""
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE cake (id INTEGER PRIMARY KEY)")
    beside = sorted(os.listdir(file.parent))
    assert "cake" in steps(file, "SELECT * FROM cake")
    assert sorted(os.listdir(file.parent)) == beside
    writer.execute("INSERT INTO cake VALUES (1)")


def test_what_is_no_database_has_a_problem(tmp_path: Path) -> None:
    """Nor is a file made that is missing."""
    other = tmp_path / "notes.txt"
    other.write_text("bread")
    missing = tmp_path / "missing.db"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    for path in (other, missing, tmp_path, tmp_path / "pipe"):
        (plan,) = plans_in(str(path), ["SELECT 1"])
        assert plan["problem"]
    assert not missing.exists()


def test_the_script_answers_on_its_standard_output(file: Path) -> None:
    """Run by an isolated interpreter."""
    question = json.dumps({"file": str(file), "statements": ["SELECT * FROM bread", "nothing"]})
    command = [sys.executable, "-I", "-S", sqlite_plan.__file__]
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True, timeout=60)
    found, missing = json.loads(done.stdout)["plans"]
    assert "SCAN" in found["steps"][0][2]
    assert missing["steps"] == []
