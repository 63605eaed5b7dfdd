"""Tests of what the app's own code uses."""

import sys
from typing import Any

import flask
import pytest
from flask import Flask, request, session

from server.probe.child.questions import code_uses
from server.probe.child.questions.code_uses import uses


def reads_files() -> Any:
    """Take a file inside a function of its own."""

    def inner() -> Any:
        return request.files["photo"]

    return inner()


class Pages:
    """A class with a method that uses the session."""

    def visit(self) -> None:
        """Count a visit."""
        session["visits"] = 1


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let a namespace be that of the only own module."""
    namespace: dict[str, Any] = {}
    monkeypatch.setattr(code_uses, "own_modules", lambda: [("shop", namespace)])
    return namespace


def test_uses_are_found_in_functions_and_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the place of the code."""
    monkeypatch.setattr(code_uses, "own_modules", lambda: [(__name__, vars(sys.modules[__name__]))])
    found = uses(Flask(__name__))
    files, visits = found["files"], found["session"]
    assert files is not None
    assert visits is not None
    assert (files["name"], files["file"], visits["name"]) == ("reads_files", __file__, "visit")


def test_a_name_that_is_not_flasks_is_no_use(own: dict[str, Any]) -> None:
    """A `session` of a database is another one."""
    exec("session = {}\ndef page():\n    return session['user']\n", own)  # noqa: S102 - code of the test
    assert uses(Flask(__name__)) == {"session": None, "files": None}
    own.clear()
    exec("from flask import session\ndef page():\n    return session['user']\n", own)  # noqa: S102 - as above
    assert own["session"] is flask.session
    assert uses(Flask(__name__))["session"] is not None
