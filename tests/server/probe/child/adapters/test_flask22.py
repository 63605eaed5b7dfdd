"""Tests of the adapter to Flask 2.2 to 3.0, on contexts of the shape they have there."""

from collections.abc import Iterator
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import pytest
from flask import ctx, globals  # noqa: A004 - the module's own name

from server.probe.child.adapters.flask22 import Flask22

CURRENT: ContextVar[Any] = ContextVar("request_context")


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask22]:
    """An adapter that finds its context in `CURRENT`."""
    monkeypatch.setattr(globals, "_cv_request", CURRENT, raising=False)
    monkeypatch.setattr(ctx, "RequestContext", SimpleNamespace, raising=False)
    token = CURRENT.set(SimpleNamespace(request="a request", session={"a": 1}))
    yield Flask22()
    CURRENT.reset(token)


def test_the_request_and_its_session_are_found(adapter: Flask22) -> None:
    """Both are attributes of the request context."""
    assert adapter.request() == "a request"
    assert adapter.session(adapter.context()) == {"a": 1}
    assert adapter.context_class() is SimpleNamespace


def test_there_is_no_request_outside_of_a_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither context nor request is an error."""
    monkeypatch.setattr(globals, "_cv_request", ContextVar("empty"), raising=False)
    monkeypatch.setattr(ctx, "RequestContext", SimpleNamespace, raising=False)
    assert Flask22().context() is None
    assert Flask22().request() is None


def test_template_functions_are_given_the_app_itself(adapter: Flask22) -> None:
    """It is passed on."""
    assert adapter.app_of("an app") == "an app"
