"""Tests of tokens that the app checks and signs."""

import hashlib
import json
import time
from datetime import timedelta
from typing import Any

import flask_login.utils  # type: ignore[import-untyped]  # it has no type hints
import jwt
import pytest
from flask import Flask
from flask.sessions import SessionInterface
from itsdangerous import Signer, URLSafeTimedSerializer

from server.probe.child.questions.tokens import answer
from server.runner.channel.answer_schemas import ANSWERS

KEY = "a long key that must not leave the guest"


def shop() -> Flask:
    """Return an app with keys."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=KEY, SECRET_KEY_FALLBACKS=["the old key"], JWT_SECRET_KEY="j" * 32)
    return app


def ask(app: Any, act: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    """Return the answer about a token, without which no key is told."""
    found = answer(app, {"act": act, "kind": kind, "text": text, "salts": [], **more})
    assert ANSWERS["token"](found)
    assert KEY not in repr(found)
    return found


def session_of(app: Flask, **content: Any) -> str:
    """Return a session cookie that the app has signed."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own
    return str(serializer.dumps(content))


def test_a_session_is_checked_with_the_apps_interface() -> None:
    """With the key that fits, also one that was replaced; a changed one fits none."""
    app = shop()
    cookie = session_of(app, user=1)
    found = ask(app, "check", "session", cookie)
    assert (found["key"], found["expired"], found["length"]) == ("SECRET_KEY", False, len(KEY))
    old = Flask("old")
    old.secret_key = "the old key"
    assert ask(app, "check", "session", session_of(old))["key"] == "SECRET_KEY_FALLBACKS[0]"
    assert ask(app, "check", "session", cookie[:-3] + "xyz")["key"] is None
    assert ask(app, "check", "session", "\ud800")["key"] is None


def test_a_session_that_has_expired_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its signature fits all the same."""
    app = shop()
    app.permanent_session_lifetime = timedelta(seconds=10)
    cookie = session_of(app)
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    found = ask(app, "check", "session", cookie)
    assert (found["key"], found["expired"]) == ("SECRET_KEY", True)


def test_an_edited_session_is_signed_again() -> None:
    """With the tags by which Flask writes what JSON has not."""
    app = shop()
    signed = ask(app, "sign", "session", '{"user": 2, "at": {" t": [1, 2]}}')["signed"]
    assert app.session_interface.get_signing_serializer(app).loads(signed) == {  # type: ignore[attr-defined]  # as above
        "user": 2,
        "at": (1, 2),
    }
    with pytest.raises(ValueError, match="JSON object"):
        ask(app, "sign", "session", "[1]")


def test_sessions_that_are_kept_elsewhere_are_not_signed() -> None:
    """Neither are those of an app without a key."""
    app = shop()
    app.session_interface = SessionInterface()
    assert ask(app, "check", "session", "x")["reason"] == "no-serializer"
    assert ask(Flask(__name__), "sign", "session", "{}")["reason"] == "no-serializer"


def test_a_remember_cookie_is_checked_by_flask_login() -> None:
    """And signed for another user."""
    app = shop()
    cookie = flask_login.utils.encode_cookie("7", key=KEY)
    assert ask(app, "check", "remember", cookie)["key"] == "SECRET_KEY"
    assert ask(app, "check", "remember", "8" + cookie[1:])["key"] is None
    signed = ask(app, "sign", "remember", "8")["signed"]
    assert flask_login.utils.decode_cookie(signed, key=KEY) == "8"
    assert ask(Flask(__name__), "sign", "remember", "8")["reason"] == "no-key"


def test_tokens_of_itsdangerous_are_tried_with_the_salts() -> None:
    """In each of the usual ways to sign."""
    app = shop()
    timed = URLSafeTimedSerializer(KEY, salt="confirm").dumps("ada@example.com")
    found = ask(app, "check", "itsdangerous", timed, salts=["reset", "confirm"])
    assert (found["key"], found["salt"]) == ("SECRET_KEY", "confirm")
    assert ask(app, "check", "itsdangerous", timed, salts=["reset"])["key"] is None
    other = Signer("the old key", salt="s", key_derivation="hmac", digest_method=hashlib.sha512).sign("x")
    assert ask(app, "check", "itsdangerous", other.decode(), salts=["s"])["key"] == "SECRET_KEY_FALLBACKS[0]"


def test_json_web_tokens_are_checked_and_signed() -> None:
    """As PyJWT does it; other algorithms are not tried."""
    app = shop()
    token = jwt.encode({"sub": "7"}, "j" * 32, algorithm="HS256")
    assert ask(app, "check", "jwt", token, algorithm="HS256")["key"] == "JWT_SECRET_KEY"
    assert ask(app, "check", "jwt", token + "x", algorithm="HS256")["key"] is None
    assert ask(app, "check", "jwt", token, algorithm="RS256")["reason"] == "not-hmac"
    header = json.dumps({"alg": "HS256", "typ": "JWT"})
    signed = ask(app, "sign", "jwt", '{"sub": "8"}', header=header, key="JWT_SECRET_KEY")["signed"]
    assert jwt.decode(signed, "j" * 32, algorithms=["HS256"]) == {"sub": "8"}
    assert ask(app, "sign", "jwt", "{}", header=header, key="NO_KEY")["reason"] == "no-key"
