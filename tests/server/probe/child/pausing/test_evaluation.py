"""Tests of expressions that are evaluated in a frame."""

import sys
from types import FrameType
from typing import Any

import pytest

from server.probe.child.pausing.evaluation import TEXT_LIMIT, evaluate
from server.probe.child.recording.recorder import Recorder, current_exchange


def frame() -> FrameType:
    """Return a frame with variables."""
    count, names = 3, ["tea", "cup"]
    assert count
    assert names
    return sys._getframe()


class Endless:
    """An object whose `repr` never ends by itself, whatever is raised in it that is an Exception."""

    def __repr__(self) -> str:
        while True:
            try:
                [None for _ in iter(int, 1)]
            except Exception:  # noqa: S112 - what is tested
                continue


class Text(str):
    """A text of the guest's own class."""

    def __getitem__(self, key: object) -> str:
        raise AssertionError


class Named:
    """An object with such a `repr`."""

    def __repr__(self) -> str:
        return Text("named")


@pytest.mark.parametrize(
    ("expression", "kind", "text"),
    [
        ("count + 1", "int", "4"),
        (" [name.upper() for name in names if count] ", "list", "['TEA', 'CUP']"),
        ("Named()", "Named", "named"),
        ("(lambda: count)()", "int", "3"),
    ],
)
def test_an_expression_sees_the_names_of_the_frame(expression: str, kind: str, text: str) -> None:
    """Local and global ones, also inside comprehensions and functions."""
    assert evaluate(expression, frame(), 5) == {"type": kind, "text": text, "cut": False, "problem": None}


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import os", "SyntaxError"),
        ("count = 4", "SyntaxError"),
        ("", "SyntaxError"),
        ("exit(3)", "SystemExit"),
        ("\0", ""),
        ("(" * 5000, ""),
    ],
)
def test_what_cannot_be_evaluated_is_said(expression: str, problem: str) -> None:
    """Nothing that an expression raises leaves the evaluation."""
    found = evaluate(expression, frame(), 5)
    assert found["problem"]
    assert problem in found["problem"]


@pytest.mark.parametrize("expression", ["Endless()", "[n for n in iter(int, 1)]"])
def test_an_expression_without_end_is_ended(expression: str) -> None:
    """In a loop of one line, and where the code of the guest catches every Exception."""
    assert "ended after 0.2 seconds" in evaluate(expression, frame(), 0.2)["problem"]


def test_a_long_value_is_cut() -> None:
    """The limit is for a page, not for a program."""
    found = evaluate("'x' * 50000", frame(), 5)
    assert (len(found["text"]), found["cut"]) == (TEXT_LIMIT, True)


def test_the_guest_is_as_before() -> None:
    """Its variables, its trace function and its exchange; what the expression does belongs to none."""
    traced: Any = sys.gettrace()
    here = frame()
    exchange: Any = object()
    here.f_globals["seen"] = []
    Recorder.set_current(exchange)
    try:
        evaluate("seen.append(current_exchange())", here, 5)
        assert current_exchange() is exchange
    finally:
        Recorder.set_current(None)
    assert here.f_globals.pop("seen") == [None]
    assert here.f_locals == {"count": 3, "names": ["tea", "cup"]}
    assert sys.gettrace() is traced
