"""Tests of the settings that a guest tells."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SessionInterface

from server.probe.child.questions import code_uses
from server.probe.child.questions.config import answer
from server.runner.channel.answer_schemas import ANSWERS

SECRET = "a key that must not leave"


@pytest.fixture(autouse=True)
def no_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no module of the tests be the guest's."""
    monkeypatch.setattr(code_uses, "own_modules", list)


def ask(app: Any, *values: str) -> dict[str, Any]:
    """Return the answer about these settings and the keys."""
    secrets = ["SECRET_KEY", "JWT_SECRET_KEY"]
    question = {
        "values": values,
        "secrets": secrets,
        "listed": ["dev", "test"],
        "packages": ["flask", "none"],
    }
    found = answer(app, question)
    assert ANSWERS["config"](found)
    return found


def test_settings_are_told_with_their_kinds() -> None:
    """A span of time is one of seconds; of other objects only the type is told."""
    app = Flask(__name__)
    app.config.update(
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=1), TRUSTED_HOSTS=["a"], ODD=float("nan"), BIG=10**400
    )
    found = ask(app, "DEBUG", "PERMANENT_SESSION_LIFETIME", "TRUSTED_HOSTS", "NO_SUCH", "ODD", "BIG")[
        "values"
    ]
    assert (found["DEBUG"]["truth"], found["DEBUG"]["known"]) == (False, True)
    assert found["PERMANENT_SESSION_LIFETIME"]["number"] == 60
    assert found["TRUSTED_HOSTS"]["type"] == "list"
    assert (found["NO_SUCH"]["set"], found["NO_SUCH"]["known"]) == (False, False)
    assert found["ODD"]["number"] is found["BIG"]["number"] is None


def test_no_secret_leaves_the_guest() -> None:
    """Only its length, and whether everybody knows it."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=SECRET, JWT_SECRET_KEY=b"test", SECRET_KEY_FALLBACKS=["dev", 7])
    found = ask(app)
    assert SECRET not in repr(found)
    assert found["secrets"]["SECRET_KEY"] == {"set": True, "length": len(SECRET), "listed": None}
    assert found["secrets"]["JWT_SECRET_KEY"]["listed"] == 1
    assert found["fallbacks"] == [{"length": 3, "listed": 0}, {"length": None, "listed": None}]
    assert found["packages"]["flask"] is not None
    assert found["packages"]["none"] is None
    assert found["signed_sessions"] is True
    app.session_interface = SessionInterface()
    assert ask(app)["signed_sessions"] is False


def test_an_app_without_settings_gives_no_answer() -> None:
    """What is not Flask has no configuration of Flask."""
    with pytest.raises(TypeError):
        ask(lambda environ, start: [])
