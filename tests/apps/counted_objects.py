"""An app that counts how often anything of its own objects is called."""

from __future__ import annotations

import logging
import sqlite3
import warnings
from collections import Counter
from typing import Any

from blinker import Signal
from flask import Flask, Response, flash, g, get_flashed_messages, render_template_string, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

calls: Counter[str] = Counter()
"""How often each method was called, by whatever."""


def counted(name: str, result: Any) -> Any:
    """Return a method that counts its calls."""

    def method(*_: Any, **__: Any) -> Any:
        calls[name] += 1
        return result

    return method


class Counted:
    """An object all of whose methods and attributes are counted."""

    __repr__ = counted("__repr__", "repr")
    __str__ = counted("__str__", "str")
    __format__ = counted("__format__", "format")
    __eq__ = counted("__eq__", result=False)
    __hash__ = counted("__hash__", 7)
    __len__ = counted("__len__", 2)
    __bool__ = counted("__bool__", result=True)
    __contains__ = counted("__contains__", result=False)
    __int__ = __index__ = counted("__int__", 7)

    @property  # type: ignore[misc]  # what proxies do
    def __class__(self) -> type:
        calls["__class__"] += 1
        return Counted

    @property
    def computed(self) -> str:
        """A property."""
        calls["computed"] += 1
        return "computed"

    def __iter__(self) -> Any:
        calls["__iter__"] += 1
        return iter((1, 2))

    def __getitem__(self, key: Any) -> Any:
        calls["__getitem__"] += 1
        raise IndexError(key)

    def __getattr__(self, name: str) -> Any:
        calls[f"__getattr__ {name}"] += 1
        raise AttributeError(name)

    def __conform__(self, protocol: Any) -> str:
        calls["__conform__"] += 1
        return "stored"


class CountedError(Exception):
    """An exception whose text and attributes are counted."""

    __str__ = counted("error __str__", "text")
    __repr__ = counted("error __repr__", "repr")

    @property
    def code(self) -> int:
        """A property that Werkzeug's exceptions have, too."""
        calls["error code"] += 1
        return 404


class CountedSession(SecureCookieSession):
    """A session whose methods are counted."""

    def __iter__(self) -> Any:
        calls["session __iter__"] += 1
        return super().__iter__()

    def items(self) -> Any:
        """Return the items."""
        calls["session items"] += 1
        return super().items()

    def __len__(self) -> int:
        calls["session __len__"] += 1
        return super().__len__()


class CountedSessions(SecureCookieSessionInterface):
    """An interface whose questions are counted."""

    session_class = CountedSession

    def is_null_session(self, obj: object) -> bool:
        """Return whether there is no session."""
        calls["is_null_session"] += 1
        return super().is_null_session(obj)

    def get_cookie_name(self, app: Flask) -> str:
        """Return the name of the cookie."""
        calls["get_cookie_name"] += 1
        return super().get_cookie_name(app)


app = Flask(__name__)
app.secret_key = "a-key-of-the-tests-that-is-long-enough"
app.session_interface = CountedSessions()
changed = Signal("changed")
changed.connect(lambda *_, **__: None, weak=False)
logger = logging.getLogger("counted")
logger.addHandler(logging.NullHandler())
logger.propagate = False
database = sqlite3.connect(":memory:", check_same_thread=False)


@app.before_request
def prepare() -> None:
    """Keep an object where all code of the request finds it."""
    g.kept = Counted()


@app.get("/template")
def template() -> str:
    """Give it to a template that does not show it."""
    return render_template_string("shown", thing=Counted(), things=[Counted(), {"a": Counted()}])


@app.get("/log")
def log() -> str:
    """Log it where no handler writes it, as an argument and as the message."""
    logger.warning("%s and %d", Counted(), Counted())
    logger.warning(Counted())
    return "logged"


@app.get("/flash")
def put() -> str:
    """Put and take messages of it."""
    flash("text", "category")
    return str(len(get_flashed_messages(with_categories=True)))


@app.get("/session")
def change() -> str:
    """Change the session."""
    session["a"] = {"b": [1]}
    return "changed"


@app.get("/sql")
def statement() -> str:
    """Send it to SQLite, which asks it for its value."""
    return str(database.execute("SELECT ?", (Counted(),)).fetchone()[0])


@app.get("/signal")
def send() -> str:
    """Send it as a sender and as an argument."""
    changed.send(Counted(), thing=Counted())
    return "sent"


@app.get("/warn")
def warn() -> str:
    """Warn while it is a local variable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.warn("careful", stacklevel=1)
    return "warned"


@app.get("/raise")
def fail() -> str:
    """Raise an exception that carries it."""
    thing = Counted()
    raise CountedError(thing)


@app.errorhandler(CountedError)
def handle(error: CountedError) -> tuple[str, int]:
    """Answer the exception without asking for its text."""
    return "handled", 418


@app.get("/response")
def answer() -> Any:
    """Return a response of its own class."""

    class CountedResponse(Response):
        def get_data(self, as_text: bool = False) -> Any:
            calls["get_data"] += 1
            return super().get_data(as_text)  # type: ignore[call-overload]  # as above

    return CountedResponse("body")


@app.get("/zz-calls")
def show() -> dict[str, int]:
    """Return the counts; the path is the last one in the order of the alphabet."""
    return dict(sorted(calls.items()))
