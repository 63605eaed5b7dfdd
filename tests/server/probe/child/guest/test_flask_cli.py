"""What the guest's own Flask says, in every version of it."""

from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from flask import Flask, cli, helpers

from server.probe.child.guest import flask_cli

FLASK = Flask("inner")


def test_flasks_choice_and_its_reasons() -> None:
    """A module with an app, with none, and a name that it does not have."""
    module = ModuleType("shop")
    assert flask_cli.reason_against_module(module) == (
        "Failed to find Flask application or factory in module 'shop'. Use 'shop:name' to specify one."
    )
    assert flask_cli.reason_against_name(module, "site") == "Failed to find attribute 'site' in 'shop'."
    vars(module)["site"] = FLASK
    assert flask_cli.best_instance(module) is FLASK
    assert flask_cli.reason_against_module(module) is None


def test_a_finder_that_takes_a_script_info_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask had it before 2.1."""

    def find_best_app(script_info: Any, module: Any) -> Any:
        return (type(script_info), module)

    monkeypatch.setattr(cli, "find_best_app", find_best_app)
    module = ModuleType("shop")
    assert flask_cli.best_instance(module) == (cli.ScriptInfo, module)


def test_a_flask_without_the_finder_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask 0.12 has no names with arguments, and no .env."""
    monkeypatch.delattr(cli, "find_app_by_string")
    monkeypatch.delattr(helpers, "get_load_dotenv")
    monkeypatch.setattr(cli, "load_dotenv", lambda: pytest.fail("it was read"))
    assert flask_cli.reason_against_name(ModuleType("shop"), "site") is None
    flask_cli.load_dotenv_files()


@pytest.mark.parametrize(("debug", "expected"), [(True, True), (False, False), (None, "kept")])
def test_the_debug_mode_is_that_of_the_command_line(
    monkeypatch: pytest.MonkeyPatch, debug: bool | None, expected: Any
) -> None:
    """An old Flask may have no opinion."""
    monkeypatch.setattr(helpers, "get_debug_flag", lambda: debug)
    app = SimpleNamespace(debug="kept")
    flask_cli.set_debug(app)
    assert app.debug == expected


def test_only_flask_apps_are_flask_apps() -> None:
    """Its class is not one."""
    assert flask_cli.is_flask_imported()
    assert [flask_cli.is_flask_app(value) for value in (FLASK, Flask, None)] == [True, False, False]
