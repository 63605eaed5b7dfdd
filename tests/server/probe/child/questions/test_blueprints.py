"""Tests of blueprints that no app has registered."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from flask import Blueprint, Flask

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.patch import flask_phases
from server.probe.child.questions.blueprints import unregistered


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Yield a module that is the guest's own; the tests' modules are not."""
    made = ModuleType("guests_pages")
    made.__file__ = "/guest/pages.py"
    monkeypatch.setitem(sys.modules, "guests_pages", made)
    monkeypatch.setattr(ownership, "_cache", {})
    monkeypatch.setattr(ownership, "_decide", lambda file: file == "/guest/pages.py")
    monkeypatch.setattr(flask_phases, "created_apps", list)
    yield made
    ownership._cache.clear()


def page() -> str:
    """Answer a request."""
    return ""


def test_views_of_a_blueprint_without_an_app_are_named(module: ModuleType) -> None:
    """With their rules, which Flask has kept for the registration."""
    lost = Blueprint("lost", __name__)
    lost.add_url_rule("/hidden", view_func=page)
    module.lost = module.again = lost  # type: ignore[attr-defined]  # a module takes any variable
    (found,) = unregistered([Flask(__name__)])
    assert (found["module"], found["variable"], found["name"]) == ("guests_pages", "lost", "lost")
    (view,) = found["views"]
    assert (view["rule"], view["name"], view["file"]) == ("/hidden", "page", __file__)


def test_registered_and_nested_blueprints_are_not_lost(module: ModuleType) -> None:
    """A nested one is registered with the one around it; of two that are not, the outer one is named."""
    used, inner, outer, nested = (Blueprint(name, __name__) for name in ("used", "inner", "outer", "nested"))
    used.register_blueprint(inner)
    outer.register_blueprint(nested)
    vars(module).update(used=used, inner=inner, outer=outer, nested=nested)
    app = Flask(__name__)
    app.register_blueprint(used)
    assert [each["name"] for each in unregistered([app])] == ["outer"]
