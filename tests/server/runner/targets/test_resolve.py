"""What the user typed is resolved to a target."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from server.model.guest import Target, TargetKind
from server.model.problem import Problem
from server.runner.targets.resolve import projects_of, resolve_target
from tests.support.odd_names import odd_folders

APP = "from flask import Flask\napp = Flask(__name__)\n"


LAB = Target(
    kind=TargetKind.LAB, spec="lab:session", root=Path("/labs/session"), app="app.py", name="Session"
)


def resolve(spec: str, cwd: Path) -> Target | Problem:
    """Resolve `spec` in a folder, with two labs of which one exists."""
    return resolve_target(
        spec, lab=lambda slug: LAB if slug == "session" else None, labs=("session", "cookies"), cwd=cwd
    )


def write_files(folder: Path, *names: str, text: str = APP) -> None:
    """Write files that create an app."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("names", "spec", "kind", "root", "app"),
    [
        (["shop/app.py"], "shop", "folder", "shop", ""),
        (["shop/wsgi.py"], "shop/", "folder", "shop", ""),
        (["shop/server.py", "shop/models/x.py"], "shop", "folder", "shop", "server.py"),
        (["shop/__init__.py"], "shop", "folder", "shop", "__init__.py"),
        (["shop/flaskr/__init__.py"], "shop", "folder", "shop", "flaskr"),
        (["shop/src/flaskr/__init__.py"], "shop", "folder", "shop", "src/flaskr"),
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
        (["src/shop.py"], "shop:app", "factory", ".", "src/shop:app"),
        (["src/shop/web.py"], "shop.web", "factory", ".", "src/shop/web"),
        (["shop/app.py"], "shop/app:make()", "factory", "shop", "app.py:make()"),
        (["shop.py"], "shop:make('a:b', x=1)", "factory", ".", "shop:make('a:b', x=1)"),
        (["shop.py"], "shop:api.wsgi", "factory", ".", "shop:api.wsgi"),
        (["shop/app.py"], "shop/app.py:make('a:b')", "factory", "shop", "app.py:make('a:b')"),
        (["shop/x/run.py"], "shop:x/run.py", "folder", "shop", "x/run.py"),
        (["shop/x/run.py"], "shop:x/run.py:make('a:b')", "folder", "shop", "x/run.py:make('a:b')"),
        (["shop/x/run.py", "shop/.git/x"], "shop/x/run.py", "file", "shop", "x/run.py"),
    ],
)
def test_specs_are_resolved(  # noqa: PLR0913, PLR0917 - one column each
    tmp_path: Path, names: list[str], spec: str, kind: str, root: str, app: str
) -> None:
    """Folders, files, factories and modules give the folder to run in and the app to run."""
    write_files(tmp_path, *names)
    found = resolve(spec, tmp_path)
    assert isinstance(found, Target), found
    assert (found.kind, found.root, found.app, found.spec) == (kind, (tmp_path / root).resolve(), app, spec)


def test_absolute_paths_and_the_home_folder_are_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Absolute paths, ~ and the working folder are understood."""
    write_files(tmp_path, "shop/app.py")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path / "shop")
    for spec in (str(tmp_path / "shop"), "~/shop", "."):
        found = resolve_target(spec, lab=lambda _: None)
        assert isinstance(found, Target)
        assert (found.root, found.name) == ((tmp_path / "shop").resolve(), "shop")


def test_in_a_terminal_a_file_runs_where_the_user_stands(tmp_path: Path) -> None:
    """As with `flask run`, if the file is in that folder; else in the folder of its project."""
    write_files(tmp_path, "shop/backend/app.py", "shop/setup.py")
    for cwd, root, app in (
        (tmp_path, tmp_path, "shop/backend/app.py"),
        (tmp_path / "shop" / "backend", tmp_path / "shop" / "backend", "app.py"),
        (Path("/usr"), tmp_path / "shop", "backend/app.py"),
    ):
        spec = str(tmp_path / "shop" / "backend" / "app.py")
        found = resolve_target(spec, lab=lambda _: None, cwd=cwd, in_terminal=True)
        assert isinstance(found, Target)
        assert (found.root, found.app) == (root, app)


class OnlyHttpbin:
    """An interpreter that has httpbin and not Flask."""

    def locate(self, name: str) -> Path | None:
        """Return a place for httpbin."""
        return Path("/lib/httpbin") if name == "httpbin" else None


def test_an_installed_app_is_looked_up_in_the_chosen_interpreter(tmp_path: Path) -> None:
    """What Fumehood has installed does not count there."""
    found = resolve_target("httpbin:app", lab=lambda _: None, cwd=tmp_path, packages=OnlyHttpbin())
    assert isinstance(found, Target)
    assert (found.root, found.app) == (tmp_path, "httpbin:app")
    found = resolve_target("flask:Flask", lab=lambda _: None, cwd=tmp_path, packages=OnlyHttpbin())
    assert isinstance(found, Problem)


def test_an_installed_module_is_resolved(tmp_path: Path) -> None:
    """A module that is installed for our interpreter needs no file here; our own packages are not offered."""
    found = resolve("flask:Flask", tmp_path)
    assert isinstance(found, Target)
    assert found.root == tmp_path
    assert isinstance(resolve("server:app", tmp_path), Problem)


def test_labs_are_resolved_by_their_slug(tmp_path: Path) -> None:
    """For an unknown slug the nearest ones are suggested."""
    assert resolve("lab:session", tmp_path) is LAB
    wrong = resolve("lab:sesion", tmp_path)
    assert isinstance(wrong, Problem)
    assert "lab:session" in wrong.remedy
    far = resolve("lab:xyz", tmp_path)
    assert isinstance(far, Problem)
    assert far.remedy == "The labs are: session, cookies."
    placed = resolve("lab:sesion#encrypted", tmp_path)
    assert isinstance(placed, Problem)
    assert placed.cause == "The handbook has no lab named sesion."
    for nothing in ("lab:", "lab:#encrypted"):
        unnamed = resolve(nothing, tmp_path)
        assert isinstance(unnamed, Problem)
        assert unnamed.cause == "After lab: the name of a lab is missing."
        assert unnamed.remedy == "The labs are: session, cookies."


def test_a_place_in_a_lab_cannot_be_run(tmp_path: Path) -> None:
    """The problem names the lab."""
    found = resolve("lab:session#encrypted", tmp_path)
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
def test_each_way_to_name_no_app_is_a_problem(tmp_path: Path, spec: str, code: str) -> None:
    """It has a code and a remedy."""
    (tmp_path / "empty").mkdir()
    write_files(tmp_path, "two/one.py", "two/other.py")
    write_files(tmp_path, "plain/tool.py", "notes.txt", text="print()")
    found = resolve(spec, tmp_path)
    assert isinstance(found, Problem)
    assert found.code == code
    assert found.remedy


@pytest.mark.parametrize(
    ("spec", "near"), [("shp", "shop"), ("main.pyy", "main.py"), ("mian:app", "main.py"), ("SHOP2", "shop")]
)
def test_similar_names_are_suggested(tmp_path: Path, spec: str, near: str) -> None:
    """The problem of a misspelt folder, file or module names a similar one."""
    write_files(tmp_path, "shop/app.py", "main.py")
    found = resolve(spec, tmp_path)
    assert isinstance(found, Problem)
    assert near in found.remedy


def test_a_module_in_a_subfolder_is_suggested(tmp_path: Path) -> None:
    """A module that is not here is searched one folder below; names unlike it are not suggested."""
    (tmp_path / "noapp.py").touch()
    found = resolve_target("shop:create_app", lab=lambda _: None, cwd=tmp_path)
    assert isinstance(found, Problem)
    assert "noapp" not in found.remedy
    (tmp_path / "projects" / "shop").mkdir(parents=True)
    found = resolve_target("shop:create_app", lab=lambda _: None, cwd=tmp_path)
    assert isinstance(found, Problem)
    assert "cd projects" in found.remedy


@pytest.mark.parametrize("file", ["app.py", "wsgi.py"])
def test_a_file_with_a_common_name_is_shown_with_its_folder(tmp_path: Path, file: str) -> None:
    """app.py alone does not distinguish apps."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / file).write_text("app = None\n")
    found = resolve_target(str(tmp_path / "shop" / file), lab=lambda _slug: None)
    assert isinstance(found, Target)
    assert found.name == f"shop/{file}"


def test_the_environment_is_searched_where_the_app_is(tmp_path: Path) -> None:
    """In the folder or that of the file, also where a name follows; else where the user stands."""
    write_files(tmp_path, "shop/web/app.py")
    web = tmp_path / "shop" / "web"
    for spec in (
        "shop/web",
        "shop/web/app.py",
        "shop/web/app.py:make('a:b')",
        "shop/web/app:app",
        "run:shop/web/app.py",
    ):
        assert projects_of(spec, tmp_path) == (web,)
    for spec in ("httpbin:app", "", "run:'", "a\0b"):
        assert projects_of(spec, tmp_path) == (tmp_path,)
    assert projects_of(f"run:{web}/app.py --port 80", Path("/usr")) == (web,)
    (tmp_path / "pyproject.toml").touch()
    assert projects_of("run:shop/web/app.py", tmp_path) == (web, tmp_path)


@pytest.mark.hardness("odd-names")
def test_a_folder_of_any_name_is_opened(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """With its whole path, from beside it, and from within: the app is the one in that folder."""
    folders = odd_folders(tmp_path, APP)
    for folder in folders:
        beside = os.path.join(".", folder.name)
        for spec, cwd in ((str(folder), Path("/")), (beside, tmp_path), (".", folder)):
            target = resolve(spec, cwd)
            assert isinstance(target, Target), (spec, target)
            assert (target.root, target.kind) == (folder, TargetKind.FOLDER), spec
            assert projects_of(spec, cwd) == (folder,)
    record_property("tried", 3 * len(folders))


@pytest.mark.parametrize("spec", [" app.py ", "\tapp.py\n"])
def test_spaces_around_a_name_are_no_part_of_it(tmp_path: Path, spec: str) -> None:
    """Unless there is a file or folder of that name."""
    write_files(tmp_path, "app.py")
    target = resolve(spec, tmp_path)
    assert isinstance(target, Target)
    assert target.app == "app.py"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_no_python_file(tmp_path: Path) -> None:
    """It is not opened, so nobody waits for it."""
    os.mkfifo(tmp_path / "pipe.py")
    problem = resolve("pipe.py", tmp_path)
    assert isinstance(problem, Problem)
    assert problem.code == "not-python"


@pytest.mark.parametrize("spec", ["loop/app.py", "loop/app.py:make", "run:loop/app.py"])
def test_a_path_that_the_system_refuses_is_told_as_such(tmp_path: Path, spec: str) -> None:
    """It is not said that nothing is there."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    problem = resolve(spec, tmp_path)
    assert isinstance(problem, Problem)
    assert problem.code == "no-such-target"
    assert "cannot be read: " in problem.cause
