"""An app that gives warnings in each possible way."""

from __future__ import annotations

import warnings
from typing import Any

from flask import Flask

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Give warnings under several filters; return what the app noticed."""
    outcome = []
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)
        try:
            warnings.warn("an error", FutureWarning, stacklevel=1)
        except FutureWarning as error:
            outcome.append(str(error))
    with warnings.catch_warnings(record=True) as kept:
        warnings.simplefilter("once")
        for _ in range(2):
            warnings.warn("only once", UserWarning, stacklevel=1)
        outcome.append(f"{len(kept)} at {kept[0].lineno}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        below()
        warnings.warn_explicit("explicit", UserWarning, "elsewhere.py", 7)
    return " | ".join(outcome)


def below() -> None:
    """Give a warning about the caller."""
    warnings.warn("of the caller", DeprecationWarning, stacklevel=2)


@app.route("/places")
def places() -> str:
    """Give a warning here, and one from a function that is called here."""
    warnings.warn("here", UserWarning, stacklevel=1)
    below()
    return ""


@app.route("/high")
def high() -> str:
    """Give a warning about the caller of the view; return the file that the interpreter names."""
    with warnings.catch_warnings(record=True) as kept:
        warnings.simplefilter("always")
        warnings.warn("above", UserWarning, stacklevel=2)
    return str(kept[0].filename)


@app.route("/odd")
def odd() -> str:
    """Call `warn` with wrong arguments."""
    names = []
    wrong: tuple[tuple[Any, ...], ...] = (("text", int), ("text", UserWarning, "high"))
    for arguments in wrong:
        try:
            warnings.warn(*arguments)
        except TypeError as error:
            names.append(type(error).__name__)
    return " ".join(names)


@app.route("/default")
def default() -> str:
    """Give the same warning twice under the default filter; return how often it was shown."""
    with warnings.catch_warnings(record=True) as kept:
        warnings.simplefilter("default")
        for _ in range(2):
            warnings.warn("by line", UserWarning, stacklevel=1)
    return str(len(kept))


@app.route("/syntax")
def syntax() -> str:
    """Compile code that the compiler warns about."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        compile("1 is 1", "written.py", "exec")
    return ""


@app.route("/many")
def many() -> str:
    """Give a thousand warnings."""
    for number in range(1000):
        warnings.warn(f"number {number}", DeprecationWarning, stacklevel=1)
    return ""
