"""Tests of forgetting compiled templates."""

from pathlib import Path

import pytest
from flask import Flask, render_template

from server.probe.child.guest.templates import forget_templates
from server.probe.child.patch import flask_phases


def test_a_saved_template_is_rendered_and_no_environment_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An app that keeps its templates renders what was saved; another one has no environment afterwards."""
    page = tmp_path / "page.html"
    page.write_text("before")
    app = Flask(__name__, template_folder=str(tmp_path))
    other = Flask(__name__)
    monkeypatch.setattr(flask_phases, "_apps", [app, other])
    with app.app_context():
        assert render_template("page.html") == "before"
        page.write_text("after")
        assert render_template("page.html") == "before"
        capacity = vars(app.jinja_env)["cache"].capacity
        forget_templates()
        assert render_template("page.html") == "after"
    assert vars(app.jinja_env)["cache"].capacity == capacity
    assert "jinja_env" not in vars(other)


def test_an_environment_without_a_cache_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the app has done to it is not undone."""
    app = Flask(__name__)
    app.jinja_env.cache = None
    monkeypatch.setattr(flask_phases, "_apps", [app])
    forget_templates()
    assert vars(app.jinja_env)["cache"] is None
