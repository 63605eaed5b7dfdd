"""Tests of what an app says about its settings."""

from typing import Any

import pytest
from flask import Flask

from server.probe.child.questions.settings import answer
from server.runner.channel.answer_schemas import ANSWERS
from tests.server.probe.conftest import OpenApp


def test_each_setting_has_its_source(open_app: OpenApp) -> None:
    """The method, what it read, and the line; of what was changed behind the methods, nothing."""
    facts = open_app("config_app.py").ask("settings")["facts"]
    found = {each["name"]: each for each in facts["settings"]}
    sources = {name: (each["how"], each["origin"].rpartition("/")[2]) for name, each in found.items()}
    assert sources["SHOP"] == ("from_object", "config_app.Defaults")
    assert sources["FROM_FILE"] == ("from_pyfile", "config_values.cfg")
    assert sources["OVEN"] == ("from_prefixed_env", "BAKERY")
    assert sources["MAPPED"] == ("from_mapping", "")
    assert sources["UPDATED"] == sources["MORE"] == ("update", "")
    assert sources["ASKED"] == ("setdefault", "")
    assert sources["SECRET_KEY"] == ("set", "")
    assert sources["MAX_CONTENT_LENGTH"] == ("default", "")
    assert sources["DEBUG"][0] == "default"
    assert sources["BEHIND"] == sources["CHANGED_BEHIND"] == ("unknown", "")
    assert found["SECRET_KEY"]["caller"]["file"].endswith("config_app.py")
    assert found["SECRET_KEY"]["library"] is None
    assert "ODD" not in found
    assert facts["app"] == "config_app"


def test_an_app_of_another_kind_has_no_settings() -> None:
    """The question has no answer."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        return []

    with pytest.raises(TypeError):
        answer(app, {})


def test_very_many_settings_are_counted() -> None:
    """So that the answer can be sent."""
    app = Flask("many")
    app.config.from_mapping({f"N{number}": number for number in range(600)})
    facts = answer(app, {})
    assert ANSWERS["settings"](facts)
    assert len(facts["settings"]) == 500
    assert facts["omitted"] == len(app.config) - 500
