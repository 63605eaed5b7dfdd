"""Files that no page and no path may reach, and code that must not run before it is trusted."""

import shlex
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from server.startup_choices import STORE_FILE
from tests.hardness.conftest import Served
from tests.support.fumehood_process import SECONDS, environment

pytestmark = pytest.mark.slow

UPWARDS = (
    "../../pyproject.toml",
    "..%2f..%2fpyproject.toml",
    "%2e%2e/%2e%2e/pyproject.toml",
    "..%5c..%5cpyproject.toml",
    "....//....//pyproject.toml",
    "dist/../../pyproject.toml",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "..%00/etc/passwd",
    "..%c0%af..%c0%afetc/passwd",
    "../../../../../../../../etc/passwd",
    "..%252f..%252fetc%252fpasswd",
)


@pytest.mark.hardness("path-traversal")
@pytest.mark.parametrize("path", UPWARDS)
def test_no_path_leaves_its_folder(served: Served, path: str) -> None:
    """No address of a static file, a lab, a claim, a letter or an exchange reads a file elsewhere."""
    ours = served.workbench
    for prefix in ("/static/", "/handbook/", "/handbook/echo/claims/", "/mail/", "/exchanges/1/tabs/", "/"):
        answer = ours.send("GET", prefix + path)
        assert answer.status in (303, 308, 400, 404), (prefix, answer.status)
        assert "root:" not in answer.text
        assert "[build-system]" not in answer.text


@pytest.mark.hardness("path-traversal")
@pytest.mark.parametrize(
    "name", ["../../evil.py", "/etc/evil.py", "..\\evil.py", "", ".", "app.py/../../evil.py", "a\0b"]
)
def test_no_lab_file_is_written_elsewhere(served: Served, name: str) -> None:
    """Saving a lab's source under a name that is none of its files writes nothing."""
    ours = served.workbench
    slug = (
        ours.send("GET", "/handbook")
        .text.partition('href="/handbook/')[2]
        .partition('"')[0]
        .partition("#")[0]
    )
    before = {path for path in served.home.rglob("*") if path.suffix == ".py"}
    form = urlencode({"file": name, "name": name, "path": name, "source": "evil", "text": "evil"}).encode()
    answer = ours.send("POST", f"/handbook/{slug}/source", form)
    assert answer.status in (400, 404, 422), answer.status
    assert {path for path in served.home.rglob("*") if path.suffix == ".py"} == before


@pytest.mark.hardness("secret-file-read")
@pytest.mark.parametrize("name", ["data/instance.json", "data", "logs/fumehood.log", f"data/{STORE_FILE}"])
def test_no_page_shows_a_file_of_ours(served: Served, name: str) -> None:
    """Opening our own files as an app shows nothing that is in them, whether by path, link or as a lab."""
    ours = served.workbench
    path = served.home / name
    link = served.home.parent / f"link-{path.name}.py"
    link.unlink(missing_ok=True)
    link.symlink_to(path)
    key = (served.home / "data" / "instance.json").read_text().partition('"key": "')[2].partition('"')[0]
    assert len(key) == 64
    for target in (str(path), f"{path}:app", str(link), f"run:{path}", f"lab:../../{path}"):
        answers = [
            ours.send("GET", f"/open?{urlencode({'target': target})}"),
            ours.send("POST", "/open", urlencode({"target": target}).encode()),
        ]
        for answer in answers:
            assert answer.status in (200, 404, 422)
            assert key not in answer.text
            assert ours.token not in answer.text
            assert ours.host not in answer.text.replace("//" + ours.host, "")
    assert served.nothing_happened()


def poisoned(folder: Path) -> Path:
    """Fill a project with files that create `ran` if anything of them is run, and return `ran`."""
    ran = folder.parent / "ran"
    code = (
        f"open({str(ran)!r}, 'a').write(__file__ + chr(10))\nfrom flask import Flask\napp = Flask(__name__)\n"
    )
    for name in (
        "app.py",
        "wsgi.py",
        "conftest.py",
        "setup.py",
        "sitecustomize.py",
        "usercustomize.py",
        "flask.py",
        "logging.py",
        "package/__init__.py",
        "package/app.py",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code)
    touch = f"#!/bin/sh\necho $0 >> {shlex.quote(str(ran))}\n"
    for name in (
        ".venv/bin/python",
        ".venv/bin/python3",
        "venv/bin/python",
        "python",
        "python3",
        "poetry",
        "uv",
        "hatch",
        "pipenv",
        "conda",
        ".venv/bin/activate",
        ".git/hooks/post-checkout",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(touch)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    for name in (".venv", "venv"):
        (folder / name / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.1\n")
        packages = folder / name / "lib" / "python3.12" / "site-packages"
        packages.mkdir(parents=True)
        (packages / "evil.pth").write_text(f"import os; open({str(ran)!r}, 'a').write('pth')\n")
        (packages / "flask-3.1.0.dist-info").mkdir()
    (folder / ".flaskenv").write_text("FLASK_APP=package.app\nPYTHONSTARTUP=app.py\n")
    (folder / ".python-version").write_text("../../python\n")
    (folder / "pyproject.toml").write_text("[tool.poetry]\nname='x'\n[tool.uv]\n[tool.hatch.envs.default]\n")
    for name in ("poetry.lock", "Pipfile", "pdm.lock", "uv.lock", "environment.yml", ".pdm-python"):
        (folder / name).write_text(str(folder / "python"))
    return ran


@pytest.mark.hardness("untrusted-project")
def test_nothing_of_a_project_runs_before_it_is_trusted(served: Served, tmp_path: Path) -> None:
    """Reading about a project, its apps, its environments and its interpreters runs none of its files."""
    folder = tmp_path / "project"
    folder.mkdir()
    ran = poisoned(folder)
    ours = served.workbench
    for target in (
        str(folder),
        str(folder / "app.py"),
        f"{folder / 'app.py'}:app",
        f"run:{folder / 'app.py'}",
        str(folder / "package"),
    ):
        for python in ("", str(folder / ".venv"), str(folder / "python")):
            query = urlencode({"target": target, "python": python})
            assert ours.send("GET", f"/open?{query}").status in (200, 422)
            assert ours.send("POST", "/open", query.encode()).status in (200, 422)
            assert ours.send("POST", "/open", f"{query}&trust=".encode()).status in (200, 422)
    assert ours.send("GET", f"/interpreters?{urlencode({'target': str(folder)})}").status == 200
    assert not ran.exists(), ran.read_text()
    assert served.nothing_happened()


@pytest.mark.hardness("untrusted-project")
@pytest.mark.parametrize(
    "command", [("doctor",), ("--version",), ("link",), ("open", "missing"), ("lab", "check", "missing")]
)
def test_a_command_runs_nothing_of_the_folder_it_is_started_in(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Commands that open no app run nothing of the project in which the user stands."""
    folder = tmp_path / "project"
    folder.mkdir()
    ran = poisoned(folder)
    done = subprocess.run(
        [Path(sys.prefix) / "bin" / "fumehood", *command],  # `python -m` would import from the folder
        env={**environment(tmp_path / "home"), "PYTHONPATH": ""},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert "Traceback" not in done.stderr
    assert not ran.exists(), ran.read_text()


@pytest.mark.hardness("debugger")
@pytest.mark.parametrize(
    "target", ["/console", "/?__debugger__=yes&cmd=resource&f=debugger.js", "/nothing?__debugger__=yes"]
)
def test_the_workbench_has_no_debugger(served: Served, target: str) -> None:
    """No address of ours leads to Werkzeug's console."""
    answer = served.workbench.send("GET", target)
    assert answer.status in (200, 404)
    for word in ("EVALEX", "Werkzeug Debugger", "CONSOLE_MODE", "debugger.js"):
        assert word not in answer.text


@pytest.mark.hardness("secret-file-read")
def test_quoted_paths_are_no_way_in(served: Served) -> None:
    """A launch page, a fragment or a path that names a file leads to no file."""
    for path in (quote(str(served.home / "data" / "instance.json"), safe=""), "file:%2F%2F%2Fetc%2Fpasswd"):
        for prefix in ("/open/", "/static/", "/handbook/"):
            assert served.workbench.send("GET", prefix + path).status in (303, 308, 404, 400)
