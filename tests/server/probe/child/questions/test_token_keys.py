"""Tests of the keys of an app."""

import pytest
from flask import Flask

from server.probe.child.questions.token_keys import NamedKey, keys_of, main_app, name_among


def test_keys_are_named_after_their_settings() -> None:
    """Those that are no text are left out, and the key in use comes first."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="now", SECRET_KEY_FALLBACKS=["before", 3, b"long ago"], JWT_SECRET_KEY="")
    names = [key.name for key in keys_of(app)]
    assert names == ["SECRET_KEY", "SECRET_KEY_FALLBACKS[0]", "SECRET_KEY_FALLBACKS[2]"]
    assert name_among(keys_of(app), "before").name == "SECRET_KEY_FALLBACKS[0]"
    assert name_among(keys_of(app), b"other").name == ""


def test_a_public_key_is_recognised_by_its_text() -> None:
    """Everybody may have it."""
    assert NamedKey("JWT_PUBLIC_KEY", b"\n-----BEGIN PUBLIC KEY-----\n").is_public
    assert not NamedKey("SECRET_KEY", b"-----BEGIN PRIVATE KEY-----").is_public


def test_what_is_not_flask_has_no_keys() -> None:
    """Nothing is guessed."""
    with pytest.raises(TypeError):
        main_app(lambda environ, start: [])
