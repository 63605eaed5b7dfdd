"""Tests that every file is read, or said to be unreadable, whatever is in it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import example, given

from desktop.shell.process import ipc
from desktop.shell.window.placement import Placement, PlacementStore, Rect, Screen
from server.handbook.catalogue.chapter_index import read_chapter
from server.handbook.catalogue.lab_reader import read_lab
from server.handbook.pages.svg_diagram import render_diagram
from server.model.problem import Problem
from server.runner.environments.packages import InstalledPackages
from server.runner.environments.registry import find_environments
from server.runner.targets.app_scan import find_app_signs
from server.runner.targets.flask_setting import flask_app_setting
from server.runner.targets.resolve import resolve_target
from server.web.mail import message
from tests.server.web.mail.test_message import letter, rich
from tests.support.mutations import like, text_like
from tests.support.workbench_client import workbench_client

pytestmark = [pytest.mark.slow, pytest.mark.hardness("fuzzed-files")]

SCREEN = Screen(name="one", usable=Rect(0, 0, 1280, 800))
PLACEMENT = (
    b'{"last": "one", "screens": {"one": {"box": {"x": 1, "y": 2, "width": 900, "height": 700},'
    b' "maximized": false}}}'
)
PYPROJECT = b"[project]\nname = 'x'\n[tool.poetry]\nname = 'x'\n[tool.hatch.envs.default]\npath = '.e'\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples, which overwrite each other's files."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app in whose context sentences are translated."""
    with workbench_client(tmp_path_factory.mktemp("app")) as client:
        yield client.app


@given(data=like(PLACEMENT))
@example(data=b"[" * 100_000)
@example(
    data=b'{"last": ["one"], "screens": {"one": {"box": {"x": 1e400, "y": true, "width": 1, "height": 1}}}}'
)
@example(
    data=b'{"screens": {"one": {"box": {"x": %s, "y": 2, "width": 9, "height": 9}, "maximized": false}}}'
    % (b"9" * 400)
)
def test_a_placement_is_read_or_the_default(folder: Path, data: bytes) -> None:
    """Whatever is in the file, the window opens on its screen."""
    file = folder / "window.json"
    file.write_bytes(data)
    store = PlacementStore(file)
    found = store.load((SCREEN,))
    assert isinstance(found, Placement)
    assert 0 <= found.box.x <= SCREEN.usable.width
    assert 0 < found.box.width <= SCREEN.usable.width
    store.save(SCREEN, found)
    assert store.load((SCREEN,)) == found


@given(data=like(b'{"port": 1, "key": "00", "pid": 7}'))
@example(data=b"[" * 100_000)
def test_the_file_of_the_launch_channel_is_read_or_no_answer(folder: Path, data: bytes) -> None:
    """Whatever is in the file, a second launch gets no answer instead of an error."""
    file = folder / "instance.json"
    file.write_bytes(data)
    with pytest.raises(ipc.NoAnswerError):
        ipc.ask(file, {}, timeout=0.2)


@given(
    pyproject=like(PYPROJECT),
    lock=like(b"[metadata]\n", b"[[package]]\n"),
    config=like(b"home = /usr/bin\nversion = 3.12.1\ninclude-system-site-packages = true\n"),
    plain=like(b"3.12.1\n", b"/usr\n", b"[virtualenvs]\npath = 'x'\n"),
)
def test_environments_are_found_or_not(
    folder: Path, pyproject: bytes, lock: bytes, config: bytes, plain: bytes
) -> None:
    """Whatever the files of a project's tools hold, looking for its environments ends without an error."""
    project = folder / "project"
    (project / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    program = project / ".venv" / "bin" / "python"
    program.write_bytes(b"")
    program.chmod(0o755)
    (project / ".venv" / "pyvenv.cfg").write_bytes(config)
    (project / "pyproject.toml").write_bytes(pyproject)
    for name in ("poetry.lock", "poetry.toml", "Pipfile", "pdm.lock", "uv.lock", "hatch.toml"):
        (project / name).write_bytes(lock)
    for name in (".pdm-python", ".python-version", "environment.yml", ".env"):
        (project / name).write_bytes(plain)
    variables = {"PYENV_ROOT": str(project), "POETRY_HOME": str(project), "XDG_CONFIG_HOME": str(project)}
    assert len(find_environments(project, variables, project)) <= 20


@given(
    pth=like(b"/srv/x\nimport os; os.x\n"),
    finder=like(b"MAPPING = {'a': '/srv/a'}\n"),
    name=text_like("a", "a.b"),
)
def test_packages_are_located_or_not(folder: Path, pth: bytes, finder: bytes, name: str) -> None:
    """Path files and finders of editable packages are read and never run."""
    packages = folder / "prefix" / "lib" / "python3.12" / "site-packages"
    packages.mkdir(parents=True, exist_ok=True)
    (packages / "a.pth").write_bytes(pth)
    (packages / "__editable___a_finder.py").write_bytes(finder)
    InstalledPackages(folder / "prefix").locate(name)


SOURCE = (
    b"from flask import Flask\ndef create_app(a, b=1):\n    return Flask(__name__)\napp = create_app(1)\n"
)


@given(source=like(SOURCE, b"if __name__ == '__main__':\n    app.run()\n"))
@example(source=b"x = " + b"(" * 5000)
@example(source=b"x = " + b"-" * 100_000 + b"1")
@example(source=b"x" + b".a" * 50_000)
@example(source=b"a = " + b"+".join([b"1"] * 20_000))
@example(source=b"# coding: nothing-such\n")
@example(source=b"# coding: utf-7\n+AAA-")
def test_a_source_has_signs_of_an_app_or_none(source: bytes) -> None:
    """A file that is no Python, or too deep for the parser, holds no app."""
    assert isinstance(find_app_signs(source), tuple)


@given(text=like(b"FLASK_APP=app:create()\n", b'export FLASK_APP = "a\\"b" # x\n', b"FLASK_APP='a\n"))
def test_a_setting_is_read_or_none(folder: Path, text: bytes) -> None:
    """A file .flaskenv of any content gives a text or nothing."""
    project = folder / "setting"
    project.mkdir(exist_ok=True)
    (project / ".flaskenv").write_bytes(text)
    found = flask_app_setting(project, InstalledPackages(folder / "nowhere"), {})
    assert found is None or isinstance(found, str)


@given(
    chapter=like(b"number = 7\ntitle = 'State'\n"),
    lab=like(b"slug = 'a'\nnumber = '7.1'\ntitle = 'A'\nfiles = ['app.py']\n"),
)
@example(chapter=b"number = inf\ntitle=''", lab=b"a = " + b"[" * 2000)
@example(chapter=b"number = " + b"9" * 5000, lab=b"a.b" * 1000)
def test_a_lab_is_read_or_a_problem(folder: Path, app: Flask, chapter: bytes, lab: bytes) -> None:
    """A chapter.toml and a lab.toml of any content are read, or named as what is wrong."""
    own = folder / "labs" / "own"
    own.mkdir(parents=True, exist_ok=True)
    (own.parent / "chapter.toml").write_bytes(chapter)
    (own / "lab.toml").write_bytes(lab)
    (own / "page.md").write_text("# A\n")
    with app.test_request_context():
        read = read_chapter(own.parent / "chapter.toml")
        assert isinstance(read, Problem | tuple)
        assert read_lab(own, chapter="x")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>A</title><path d="M0 0"/></svg>'


@given(data=like(SVG, b"<?xml version='1.0' encoding='utf-16'?><svg/>"))
@example(data=b"<svg>" * 5000)
def test_a_diagram_is_drawn_or_refused(folder: Path, app: Flask, data: bytes) -> None:
    """A diagram of any content is drawn without script, or refused with messages."""
    (folder / "a.svg").write_bytes(data)
    with app.test_request_context():
        drawn = render_diagram(folder, "a")
    if not isinstance(drawn, tuple):
        assert "<script" not in drawn.svg.lower()


@given(source=like(rich().as_bytes(), b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x--"))
def test_a_letter_is_taken_apart(source: bytes) -> None:
    """Mail of any content is shown in parts."""
    parsed = message.parse(letter(source))
    assert isinstance(parsed.subject, str)
    assert json.dumps(parsed.headers)


@given(
    spec=text_like(
        "app.py:app", "shop", "run:a.py b c", "lab:session#x", "~nobody/x", "C:\\x", "/proc/self/mem"
    )
)
def test_a_target_is_resolved_or_a_problem(folder: Path, app: Flask, spec: str) -> None:
    """Whatever is typed as a target is one, or is explained."""
    with app.test_request_context():
        assert resolve_target(spec, cwd=folder, lab=lambda _: None)
