"""An app that gives libraries objects whose own code fails, is slow or lies."""

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


class Unprintable:
    """An object without usable text."""

    def __repr__(self) -> str:
        raise SystemExit("no text")

    __str__ = __repr__


class Slow:
    """An object whose `repr` is slow."""

    def __repr__(self) -> str:
        time.sleep(5)
        return "slow"


class UnprintableWarning(UserWarning):
    """A warning without usable text."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


class UnmeasurableText(str):
    """A string whose length cannot be read."""

    def __len__(self) -> int:
        raise RuntimeError("no length")


class UnprintableField(Field):  # type: ignore[misc]  # as above
    """A field whose label, data and errors are such objects."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Set data without usable text."""
        self.process_errors: list[str] = []
        self.data = Unprintable()
        self.raw_data: list[str] = []

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Set errors without usable text."""
        self.errors = [Unprintable(), {"inner": [Slow()]}, None]
        return False


class UnprintableForm(FlaskForm):  # type: ignore[misc]  # as above
    """A form with such a field."""

    name = StringField(Unprintable())
    unprintable = UnprintableField()


class UnusualUser:
    """A user without the usual attributes."""

    is_active = True

    def __getattr__(self, name: str) -> Any:
        if name == "get_id":
            return lambda: "ghost"
        raise AttributeError(name)

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


@manager.user_loader  # type: ignore[untyped-decorator]  # as above
def load(name: str) -> UnusualUser:
    """Return such a user."""
    return UnusualUser()


@app.post("/form")
def form() -> str:
    """Validate the form."""
    return str(UnprintableForm().validate_on_submit())


@app.get("/flash")
def flashes() -> str:
    """Put messages and categories of unusual types."""
    flash(7, None)  # type: ignore[arg-type]  # on purpose
    flash(["a", {"b": 1}], "list")  # type: ignore[arg-type]  # on purpose
    return str(len(get_flashed_messages()))


@app.get("/login")
def login() -> str:
    """Log such a user in."""
    return str(login_user(UnusualUser()))


@app.get("/warn")
def warn() -> str:
    """Give a warning without usable text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            warnings.warn(UnprintableWarning(), stacklevel=1)
        except RuntimeError as error:
            return str(error)
    return "warned"


@app.get("/print")
def prints() -> str:
    """Write a string whose length cannot be read."""
    return str(sys.stdout.write(UnmeasurableText("text")))


@app.get("/token")
def token() -> str:
    """Check values that are not tokens."""
    problems = []
    for wrong in (None, 7, b"\xff\xfe", "a.b.c", "." * 40):
        try:
            URLSafeSerializer("key").loads(wrong)  # type: ignore[arg-type]  # on purpose
        except Exception as error:  # any error is the library's own
            problems.append(type(error).__name__)
    return " ".join(problems)
