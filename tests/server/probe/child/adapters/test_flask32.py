"""Tests of the adapter to Flask 3.2, on contexts of the shape they have there."""

from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import pytest
from flask import globals  # noqa: A004 - the module's own name

from server.probe.child.adapters.flask32 import Flask32


@pytest.fixture
def current(monkeypatch: pytest.MonkeyPatch) -> ContextVar[Any]:
    """The variable that holds the context of app and request."""
    variable: ContextVar[Any] = ContextVar("app_context")
    monkeypatch.setattr(globals, "_cv_app", variable)
    return variable


def test_a_context_of_a_request_is_found(current: ContextVar[Any]) -> None:
    """Its session is None until it is opened."""
    context = SimpleNamespace(has_request=True, request="a request")
    current.set(context)
    adapter = Flask32()
    assert adapter.context() is context
    assert adapter.request() == "a request"
    assert adapter.session(context) is None
    context._session = {"a": 1}
    assert adapter.session(context) == {"a": 1}


def test_a_context_of_an_app_alone_is_none(current: ContextVar[Any]) -> None:
    """A command of the app has no request."""
    current.set(SimpleNamespace(has_request=False))
    assert Flask32().context() is None
    assert Flask32().request() is None


def test_template_functions_are_given_a_context(current: ContextVar[Any]) -> None:
    """The app is its attribute."""
    assert Flask32().app_of(SimpleNamespace(app="an app")) == "an app"
