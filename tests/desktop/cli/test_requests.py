"""Tests of `fumehood requests`."""

from pathlib import Path

import pytest

from desktop.cli.main import run

APP = """
from flask import Flask
app = Flask(__name__)

@app.route("/login", methods=["GET", "POST"])
def login():
    "Log in."
    return "in"
"""


@pytest.mark.slow
def test_requests_are_made_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Checking writes nothing; the exit code says whether requests and routes fit each other."""
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path / "home"))
    project = tmp_path / "project"
    project.mkdir()
    (project / "app.py").write_text(APP)
    monkeypatch.chdir(project)
    assert run(["requests", "check", "."]) == 1
    assert capsys.readouterr().out == "new: GET /login\nnew: POST /login\n"
    assert not (project / "http-requests").exists()
    assert run(["requests", "make", "."]) == 0
    assert capsys.readouterr().out == "http-requests/login-get.http\nhttp-requests/login-post.http\n"
    assert (project / "http-requests" / "login-get.http").read_text() == (
        "# Log in.\n# route: /login\nGET /login\n"
    )
    (project / "app.py").write_text(APP.replace("/login", "/sign-in").replace(', "POST"', ""))
    (project / "http-requests" / "login-get.http").write_text("# route: /login\nGET /sign-in\n")
    (project / "http-requests" / "bad.http").write_text("GET\n")
    assert run(["requests", "check", "."]) == 1
    printed = capsys.readouterr()
    assert printed.out == (
        "gone: login-post: no route takes POST /login\nchanged: login-get: /login is /sign-in now\n"
    )
    assert "http-requests/bad.http:1 does not begin with a method and a path." in printed.err
    for name in ("login-post", "bad"):
        (project / "http-requests" / f"{name}.http").unlink()
    (project / "http-requests" / "login-get.http").write_text("GET /sign-in\n")
    assert run(["requests", "check", "."]) == 0
    assert capsys.readouterr().out == "1 saved request fits the routes.\n"


def test_a_target_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As by every command."""
    with pytest.raises(SystemExit) as ended:
        run(["requests", "check", str(tmp_path / "none")])
    assert ended.value.code == 2
    assert capsys.readouterr().err
