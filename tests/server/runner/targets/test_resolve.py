"""What a person wrote becomes what can be run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.runner.targets.resolve import resolve_target

APP = "from flask import Flask\napp = Flask(__name__)\n"
LAB = Target(
    kind=TargetKind.LAB, spec="lab:session", root=Path("/labs/session"), app="app.py", name="Session"
)


def find(spec: str, cwd: Path) -> Target | Problem:
    """What `spec` names, seen from a folder, with one lab."""
    return resolve_target(
        spec, lab=lambda slug: LAB if slug == "session" else None, labs=("session", "cookies"), cwd=cwd
    )


def files(folder: Path, *names: str, text: str = APP) -> None:
    """Write files that make an app."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("names", "spec", "kind", "root", "app"),
    [
        (["shop/app.py"], "shop", "folder", "shop", ""),
        (["shop/wsgi.py"], "shop/", "folder", "shop", ""),
        (["shop/server.py", "shop/models/x.py"], "shop", "folder", "shop", "server.py"),
        (["shop/__init__.py"], "shop", "folder", ".", "shop"),
        (["shop/flaskr/__init__.py"], "shop", "folder", "shop", "flaskr"),
        (["shop/src/flaskr/__init__.py"], "shop", "folder", "shop/src", "flaskr"),
        (["shop/app.py"], "shop/app.py", "file", "shop", "app.py"),
        (["shop/app.py"], "shop/app.py:make()", "factory", "shop", "app.py:make()"),
        (["shop.py"], "shop:app", "factory", ".", "shop:app"),
        (["shop.py"], "shop", "factory", ".", "shop"),
        (
            ["shop/web/__init__.py"],
            "shop.web:create_app('dev')",
            "factory",
            ".",
            "shop.web:create_app('dev')",
        ),
        (["src/shop.py"], "shop:app", "factory", "src", "shop:app"),
    ],
)
def test_targets_are_found(  # noqa: PLR0913, PLR0917 - one column each
    tmp_path: Path, names: list[str], spec: str, kind: str, root: str, app: str
) -> None:
    """Folders, files, factories and modules each give where to run and what to run."""
    files(tmp_path, *names)
    found = find(spec, tmp_path)
    assert isinstance(found, Target), found
    assert (found.kind, found.root, found.app, found.spec) == (kind, (tmp_path / root).resolve(), app, spec)


def test_a_target_may_be_absolute_or_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absolute paths, ~ and the working folder are understood."""
    files(tmp_path, "shop/app.py")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path / "shop")
    for spec in (str(tmp_path / "shop"), "~/shop", "."):
        found = resolve_target(spec, lab=lambda _: None)
        assert isinstance(found, Target)
        assert (found.root, found.name) == ((tmp_path / "shop").resolve(), "shop")


def test_the_folder_may_say_itself(tmp_path: Path) -> None:
    """FLASK_APP in .flaskenv counts first."""
    files(tmp_path, "app.py")
    (tmp_path / ".flaskenv").write_text("DEBUG=1\nexport FLASK_APP='site:make'  # ours\n")
    found = find(".", tmp_path)
    assert isinstance(found, Target)
    assert found.app == "site:make"
    (tmp_path / ".flaskenv").write_text("DEBUG=1\n")
    found = find(".", tmp_path)
    assert isinstance(found, Target)
    assert found.app == ""


def test_an_installed_module_is_found(tmp_path: Path) -> None:
    """A module beside us needs no file here; our own packages are not offered."""
    found = find("flask:Flask", tmp_path)
    assert isinstance(found, Target)
    assert found.root == tmp_path
    assert isinstance(find("server:app", tmp_path), Problem)


def test_labs_are_named_by_their_slug(tmp_path: Path) -> None:
    """A lab is what the handbook says; a wrong name is told with the nearest."""
    assert find("lab:session", tmp_path) is LAB
    wrong = find("lab:sesion", tmp_path)
    assert isinstance(wrong, Problem)
    assert "lab:session" in wrong.remedy
    far = find("lab:xyz", tmp_path)
    assert isinstance(far, Problem)
    assert far.remedy == "The labs are: session, cookies."
    placed = find("lab:sesion#encrypted", tmp_path)
    assert isinstance(placed, Problem)
    assert placed.cause == "The handbook has no lab named sesion."
    for nothing in ("lab:", "lab:#encrypted"):
        unnamed = find(nothing, tmp_path)
        assert isinstance(unnamed, Problem)
        assert unnamed.cause == "After lab: the name of a lab is missing."
        assert unnamed.remedy == "The labs are: session, cookies."


def test_a_lab_is_run_without_a_place_of_its_page(tmp_path: Path) -> None:
    """The lab that is meant is told."""
    found = find("lab:session#encrypted", tmp_path)
    assert isinstance(found, Problem)
    assert found.code == "no-such-target"
    assert found.cause == "lab:session#encrypted is a place on a lab's page, but only a whole lab can be run."
    assert found.remedy == "Write lab:session, without the place."


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ("", "no-target"),
        ("nowhere", "no-such-target"),
        ("nowhere/at/all.py", "no-such-target"),
        ("no where:app", "no-such-target"),
        ("app.py:make:", "no-such-target"),
        ("a\0b", "no-such-target"),
        ("x" * 5000, "no-such-target"),
        ("empty", "empty-folder"),
        ("plain", "no-app"),
        ("two", "several-apps"),
        ("notes.txt", "not-python"),
        ("notes.txt:app", "not-python"),
    ],
)
def test_what_cannot_be_run_is_told(tmp_path: Path, spec: str, code: str) -> None:
    """Every way not to name an app has its sentence."""
    (tmp_path / "empty").mkdir()
    files(tmp_path, "two/one.py", "two/other.py")
    files(tmp_path, "plain/tool.py", "notes.txt", text="print()")
    found = find(spec, tmp_path)
    assert isinstance(found, Problem)
    assert found.code == code
    assert found.remedy


@pytest.mark.parametrize(
    ("spec", "near"), [("shp", "shop"), ("main.pyy", "main.py"), ("mian:app", "main.py"), ("SHOP2", "shop")]
)
def test_near_names_are_offered(tmp_path: Path, spec: str, near: str) -> None:
    """A misspelt folder, file or module is answered with what is there."""
    files(tmp_path, "shop/app.py", "main.py")
    found = find(spec, tmp_path)
    assert isinstance(found, Problem)
    assert near in found.remedy


@contextmanager
def as_nobody() -> Iterator[None]:
    """Within, the system may refuse us, also where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes there")
def test_a_folder_that_cannot_be_read_is_told() -> None:
    """Refusal by the system is a problem and no crash."""
    with TemporaryDirectory() as name:
        here = Path(name)
        here.chmod(0o755)
        (here / "locked").mkdir(mode=0)
        with as_nobody():
            assert isinstance(find("locked", here), Problem)


def test_a_module_one_folder_below_is_named(tmp_path: Path) -> None:
    """A module that is not here is looked for below, and nothing unlike it is suggested."""
    (tmp_path / "noapp.py").touch()
    found = resolve_target("shop:create_app", lab=lambda _: None, cwd=tmp_path)
    assert isinstance(found, Problem)
    assert "noapp" not in found.remedy
    (tmp_path / "projects" / "shop").mkdir(parents=True)
    found = resolve_target("shop:create_app", lab=lambda _: None, cwd=tmp_path)
    assert isinstance(found, Problem)
    assert "cd projects" in found.remedy


@pytest.mark.parametrize("file", ["app.py", "wsgi.py"])
def test_a_file_of_a_common_name_is_told_by_its_folder(tmp_path: Path, file: str) -> None:
    """Its name is folder and file: neither app.py alone nor the folder alone tells it from others."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / file).write_text("app = None\n")
    found = resolve_target(str(tmp_path / "shop" / file), lab=lambda _slug: None)
    assert isinstance(found, Target)
    assert found.name == f"shop/{file}"
