"""Test of a whole trial, on a small app."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.real_projects.__main__ import main

pytestmark = pytest.mark.slow

APP = """
import sqlite3
from flask import Flask, request
app = Flask(__name__)

@app.cli.command("init")
def init():
    with sqlite3.connect("notes.db") as database:
        database.execute("CREATE TABLE note (body TEXT)")

@app.get("/")
def index():
    return "<input name=token value=t7>"

@app.post("/note")
def note():
    with sqlite3.connect("notes.db") as database:
        database.execute("INSERT INTO note VALUES (?)", (request.form["token"],))
    return {"notes": database.execute("SELECT * FROM note").fetchall()}
"""


def test_an_app_is_the_same_with_and_without_the_probe(tmp_path: Path) -> None:
    """It is set up once, and the folder itself is left as it was."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "app.py").write_text(APP)
    listed = tmp_path / "list.toml"
    listed.write_text(
        '[[project]]\nfolder = "notes"\nsetup = ["flask init"]\nrequests = ["GET /", "POST /note token=*"]\n'
    )
    result = CliRunner().invoke(main, [str(listed), "--markdown"])
    assert result.exit_code == 0, result.output
    cells = [cell.strip() for cell in result.output.splitlines()[-1].split("|")[1:-1]]
    assert (cells[0], cells[1], *cells[3:7]) == ("notes", "yes", "2", "2 = 2", "equal", "equal")
    assert not (folder / "notes.db").exists()


def test_a_folder_without_an_app_says_why(tmp_path: Path) -> None:
    """The message is the user's; that is no difference."""
    (tmp_path / "notes.txt").write_text("no app")
    result = CliRunner().invoke(main, [str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1].split()[:2] == [tmp_path.name, "no"]
    assert str(tmp_path) in result.output.splitlines()[2]


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    """Rather than running nothing."""
    result = CliRunner().invoke(main, [str(tmp_path), "--only", "other"])
    assert result.exit_code == 1
    assert "no project named other" in result.output
