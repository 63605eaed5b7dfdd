"""What a start is told of the settings of its app."""

from pathlib import Path

import pytest

from server.model.guest import Target, TargetKind
from server.runner.guests.start_settings import StartSettings, load_fields, with_settings


def target(root: Path, app: str, kind: TargetKind = TargetKind.FOLDER) -> Target:
    """Return a target in a folder."""
    return Target(kind=kind, spec="x", root=root, app=app, name="x")


def test_without_settings_nothing_changes(tmp_path: Path) -> None:
    """The working folder is the project's."""
    fields = load_fields(target(tmp_path, "app.py"), StartSettings())
    assert (fields["root"], fields["folder"]) == (str(tmp_path), str(tmp_path))
    assert (fields["app"], fields["program"]) == ("app.py", [])


@pytest.mark.parametrize(
    ("app", "settings", "expected"),
    [
        ("app.py", StartSettings(entry="shop:create_app"), "shop:create_app"),
        ("shop:make('dev')", StartSettings(arguments="'test'"), "shop:make('test')"),
        ("", StartSettings(arguments="1, url='a:b'"), "app.py:create_app(1, url='a:b')"),
        ("app.py", StartSettings(entry="one.py:f", arguments="2"), "one.py:f(2)"),
    ],
)
def test_entry_and_arguments_of_an_app(
    tmp_path: Path, app: str, settings: StartSettings, expected: str
) -> None:
    """The arguments replace those that were named."""
    assert with_settings(target(tmp_path, app), settings).app == expected


def test_arguments_of_a_program_replace_those_that_were_named(tmp_path: Path) -> None:
    """A module keeps its switch."""
    for app, expected in (("run.py --old", "run.py --port '8 0'"), ("-m shop -x", "-m shop --port '8 0'")):
        program = target(tmp_path, app, TargetKind.PROGRAM)
        assert with_settings(program, StartSettings(arguments="--port '8 0'")).app == expected


def test_from_another_working_folder_the_app_is_found(tmp_path: Path) -> None:
    """A file, a module and a program; the arguments stay as they are written."""
    (tmp_path / "run.py").touch()
    (tmp_path / "data").mkdir()
    settings = StartSettings(folder=tmp_path / "data")
    for app, expected in (
        ("", f"{tmp_path}/app.py"),
        ("shop:make('a/b')", f"{tmp_path}/shop:make('a/b')"),
        ("pkg/app.py", f"{tmp_path}/pkg/app.py"),
    ):
        fields = load_fields(target(tmp_path, app), settings)
        assert (fields["folder"], fields["app"]) == (str(tmp_path / "data"), expected)
    program = load_fields(target(tmp_path, "run.py run.py", TargetKind.PROGRAM), settings)
    assert program["program"] == [str(tmp_path / "run.py"), "run.py"]


def test_variables_are_set_and_early_ones_also_before_the_start(tmp_path: Path) -> None:
    """Python reads its own before any message can arrive."""
    variables = {"MODE": "x", "PYTHONPATH": "/lib", "TOKEN": "t"}
    settings = StartSettings(variables=variables, secrets=frozenset({"TOKEN"}))
    assert load_fields(target(tmp_path, ""), settings)["variables"].items() >= variables.items()
    assert settings.early_variables == (("PYTHONPATH", "/lib"),)
    assert settings.secret_values == ("t",)
