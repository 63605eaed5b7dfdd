"""Tests of names and locations of functions."""

import functools
from typing import Any

import pytest

from server.probe.child.describe.functions import definition_of, name_of


def plain() -> None:
    """Do nothing."""


@functools.wraps(plain)
def decorated() -> None:
    """Do nothing, decorated."""


class Callable:
    """An object that can be called."""

    def __call__(self) -> None:
        """Do nothing."""

    def method(self) -> None:
        """Do nothing."""


LINE = plain.__code__.co_firstlineno


@pytest.mark.parametrize("func", [plain, decorated, functools.partial(functools.partial(plain))])
def test_the_innermost_function_is_located(func: Any) -> None:
    """Decorators and partial objects are looked through."""
    assert definition_of(func) == (__file__, LINE)
    assert name_of(func) == "plain"


def test_methods_and_callable_objects_are_located() -> None:
    """The latter by their `__call__`, and named by their class."""
    assert definition_of(Callable().method)[1] == Callable.method.__code__.co_firstlineno
    assert definition_of(Callable())[1] == Callable.__call__.__code__.co_firstlineno
    assert name_of(Callable()) == "Callable"


def test_a_builtin_has_no_location() -> None:
    """It has a name all the same."""
    assert definition_of(len) == (None, None)
    assert name_of(len) == "len"
