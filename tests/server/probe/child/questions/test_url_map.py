"""Tests of what an app says about its rules without a request."""

import pytest
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from server.probe.child.questions import blueprints
from server.probe.child.questions.url_map import answer
from server.runner.channel.answer_schemas import ANSWERS


@pytest.fixture(autouse=True)
def no_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no module of the tests be the guest's."""
    monkeypatch.setattr(blueprints, "own_modules", list)


def test_rules_of_all_mounted_apps_are_listed() -> None:
    """With the views that no rule leads to, and rules that another one hides."""
    app, inner = Flask("outer", static_folder=None), Flask("inner")
    app.add_url_rule("/a", "a", lambda: "")
    app.add_url_rule("/a", "b", lambda: "")
    app.view_functions["forgotten"] = lambda: ""
    found = answer(DispatcherMiddleware(app, {"/api": inner}), {})
    assert ANSWERS["map"](found)
    assert [each["rule"] for each in found["rules"]] == ["/a", "/a", "/api/static/<path:filename>"]
    assert [each["endpoint"] for each in found["shadowed"]] == ["b"]
    assert [each["endpoint"] for each in found["unused"]] == ["forgotten"]
