"""Tests of the messages of exceptions, which no code of the guest computes."""

import json
import subprocess

import jinja2
import pytest
import sqlalchemy as sa
from werkzeug.exceptions import BadRequestKeyError, MethodNotAllowed, NotFound

from server.probe.child.describe.exception_text import cause_of, message_of, summarize


class Untouchable:
    """An object that notices when it is turned into text."""

    def __repr__(self) -> str:
        raise AssertionError

    __str__ = __repr__


UNTOUCHED = f"<{Untouchable.__module__}.Untouchable object>"


class Mute(Exception):  # noqa: N818 - its name is in the text
    """An exception whose text is the guest's own code."""

    def __str__(self) -> str:
        raise AssertionError


class Attributes(Exception):  # noqa: N818 - as above
    """An exception that keeps its message in attributes."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        raise AssertionError


class LazyNotFound(NotFound):
    """An HTTP exception whose description is computed."""

    @property
    def description(self) -> str:  # type: ignore[override]  # a library may do this
        """Fail."""
        raise AssertionError


def raised_by(function: object, *args: object) -> BaseException:
    """Return the exception that a call raises."""
    try:
        function(*args)  # type: ignore[operator]  # a function
    except Exception as error:
        return error
    raise AssertionError


def run_sql() -> None:
    """Send a statement about a table that does not exist."""
    with sa.create_engine("sqlite://").begin() as connection:
        connection.execute(sa.text("select x from y where a = :a"), {"a": 1})


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        KeyError(),
        ValueError("a", 1),
        NotFound(),
        MethodNotAllowed(["GET"]),
        BadRequestKeyError("name"),
        raised_by(open, "/nowhere/at/all"),
        raised_by(b"\xff".decode),
        raised_by(compile, "a b", "file.py", "exec"),
        raised_by(json.loads, "{"),
        raised_by(run_sql),
        raised_by(jinja2.Environment(autoescape=True).from_string, "{% if %}"),
        raised_by(jinja2.Environment(autoescape=True, loader=jinja2.DictLoader({})).get_template, "x.html"),
        subprocess.CalledProcessError(1, ["false"]),
        type("Own", (LookupError,), {})("text"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_known_exceptions_have_the_text_of_python(error: BaseException) -> None:
    """Their code reads only plain data that they have stored."""
    assert message_of(error) == str(error)


def test_the_guests_own_text_is_not_computed() -> None:
    """The arguments are shown instead, or else the attributes."""
    assert summarize(Mute()) == "Mute"
    assert summarize(Mute("a", 1)) == "Mute: ('a', 1)"
    assert summarize(Attributes("late")) == "Attributes: reason='late'"
    assert message_of(LazyNotFound()) == "404 Not Found: None"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ValueError(Untouchable()), UNTOUCHED),
        (KeyError(Untouchable()), UNTOUCHED),
        (OSError(2, Untouchable()), f"(2, {UNTOUCHED})"),
    ],
)
def test_an_argument_of_the_guest_is_described(error: BaseException, text: str) -> None:
    """Python's own `__str__` would call that of the argument."""
    assert message_of(error) == text


def test_the_cause_is_the_explicit_or_the_implicit_one() -> None:
    """`raise … from None` has none."""
    explicit, implicit, suppressed = ValueError("a"), ValueError("b"), ValueError("c")
    explicit.__cause__ = KeyError("k")
    implicit.__context__ = suppressed.__context__ = LookupError("l")
    suppressed.__suppress_context__ = True
    assert cause_of(explicit) == {"type": "KeyError", "message": "'k'"}
    assert cause_of(implicit) == {"type": "LookupError", "message": "l"}
    assert cause_of(suppressed) is None
