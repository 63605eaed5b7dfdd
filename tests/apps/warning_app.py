"""Warns in every way there is."""

from __future__ import annotations

import warnings
from typing import Any

from flask import Flask

app = Flask(__name__)


@app.route("/")
def index() -> str:
    """Warn in several ways; say what came of them."""
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
    """Warn of the caller."""
    warnings.warn("of the caller", DeprecationWarning, stacklevel=2)


@app.route("/places")
def places() -> str:
    """Warn here, then below of here."""
    warnings.warn("here", UserWarning, stacklevel=1)
    below()
    return ""


@app.route("/high")
def high() -> str:
    """Warn of who called the view, and say whom the interpreter blames."""
    with warnings.catch_warnings(record=True) as kept:
        warnings.simplefilter("always")
        warnings.warn("above", UserWarning, stacklevel=2)
    return str(kept[0].filename)


@app.route("/odd")
def odd() -> str:
    """Call it wrongly."""
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
    """Warn twice in one line under the default filter; say how often that was shown."""
    with warnings.catch_warnings(record=True) as kept:
        warnings.simplefilter("default")
        for _ in range(2):
            warnings.warn("by line", UserWarning, stacklevel=1)
    return str(len(kept))


@app.route("/syntax")
def syntax() -> str:
    """Have the compiler warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        compile("1 is 1", "written.py", "exec")
    return ""


@app.route("/many")
def many() -> str:
    """Warn a thousand times."""
    for number in range(1000):
        warnings.warn(f"number {number}", DeprecationWarning, stacklevel=1)
    return ""
