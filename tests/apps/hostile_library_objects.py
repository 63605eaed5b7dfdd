"""Uses libraries in ways that are hard to look at: objects whose own code fails, is slow, or lies."""

from __future__ import annotations

import sys
import time
import warnings
from typing import Any

from flask import Flask, flash, get_flashed_messages
from flask_login import LoginManager, login_user  # type: ignore[import-untyped]  # it has no type hints
from flask_wtf import FlaskForm  # type: ignore[import-untyped]  # as above
from itsdangerous import URLSafeSerializer
from wtforms import Field, StringField  # type: ignore[import-untyped]  # as above

app = Flask(__name__)
app.config.update(SECRET_KEY="a-key-of-the-tests-that-is-long-enough", WTF_CSRF_ENABLED=False)
manager = LoginManager(app)


class Sore:
    """Says nothing without failing."""

    def __repr__(self) -> str:
        raise SystemExit("leave me alone")

    __str__ = __repr__


class Slow:
    """Takes its time."""

    def __repr__(self) -> str:
        time.sleep(5)
        return "slow"


class SoreWarning(UserWarning):
    """A warning without words."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


class Text(str):
    """Text that fails where it is asked."""

    def __len__(self) -> int:
        raise RuntimeError("no length")


class SoreField(Field):  # type: ignore[misc]  # as above
    """A field with nothing but trouble."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Keep trouble."""
        self.process_errors: list[str] = []
        self.data = Sore()
        self.raw_data: list[str] = []

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Object with trouble."""
        self.errors = [Sore(), {"inner": [Slow()]}, None]
        return False


class SoreForm(FlaskForm):  # type: ignore[misc]  # as above
    """A form with such a field."""

    name = StringField(Sore())
    sore = SoreField()


class Ghost:
    """A user who is not like others."""

    is_active = True

    def __getattr__(self, name: str) -> Any:
        if name == "get_id":
            return lambda: "ghost"
        raise AttributeError(name)

    def __repr__(self) -> str:
        raise RuntimeError("boo")


@manager.user_loader  # type: ignore[untyped-decorator]  # as above
def load(name: str) -> Ghost:
    """A ghost."""
    return Ghost()


@app.post("/form")
def form() -> str:
    """Validate it."""
    return str(SoreForm().validate_on_submit())


@app.get("/flash")
def flashes() -> str:
    """Odd messages of odd categories."""
    flash(7, None)  # type: ignore[arg-type]  # on purpose
    flash(["a", {"b": 1}], "list")  # type: ignore[arg-type]  # on purpose
    return str(len(get_flashed_messages()))


@app.get("/login")
def login() -> str:
    """Let a ghost in."""
    return str(login_user(Ghost()))


@app.get("/warn")
def warn() -> str:
    """Warn without words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            warnings.warn(SoreWarning(), stacklevel=1)
        except RuntimeError as error:
            return str(error)
    return "warned"


@app.get("/print")
def prints() -> str:
    """Print what is hardly text."""
    return str(sys.stdout.write(Text("text")))


@app.get("/token")
def token() -> str:
    """Check what is no token."""
    problems = []
    for wrong in (None, 7, b"\xff\xfe", "a.b.c", "." * 40):
        try:
            URLSafeSerializer("key").loads(wrong)  # type: ignore[arg-type]  # on purpose
        except Exception as error:  # any error is the library's own
            problems.append(type(error).__name__)
    return " ".join(problems)
