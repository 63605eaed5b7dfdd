"""Tokens of the kinds that the tools read, signed with a key that everybody knows or with another one."""

import warnings

import jwt
from flask import Flask
from flask_login.utils import encode_cookie  # type: ignore[import-untyped]  # it has no type hints
from itsdangerous import Signer, URLSafeTimedSerializer

LONG_KEY = "k" * 40


def session_cookie(key: str = LONG_KEY, **content: object) -> str:
    """Return a session cookie of Flask."""
    app = Flask(__name__)
    app.secret_key = key
    return str(app.session_interface.get_signing_serializer(app).dumps(content))  # type: ignore[attr-defined]  # Flask's own


def remember_cookie(key: str = LONG_KEY) -> str:
    """Return a cookie of Flask-Login for user 7."""
    return str(encode_cookie("7", key=key))


def web_token(key: str = LONG_KEY, **claims: object) -> str:
    """Return a JSON Web Token."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the key is too short
        return jwt.encode(claims, key, algorithm="HS256")


def timed_token(key: str = LONG_KEY, salt: str = "confirm") -> str:
    """Return a timed token of ItsDangerous."""
    return str(URLSafeTimedSerializer(key, salt=salt).dumps("ada@example.com"))


def signed_text(key: str = LONG_KEY) -> str:
    """Return a text that ItsDangerous has signed, without a time."""
    return Signer(key).sign("ada@example.com").decode()
