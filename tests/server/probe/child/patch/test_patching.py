"""Tests of the replacement of functions and methods."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from server.probe.child.patch.patching import replace_names, wrap, wrap_function, wrap_method


class Counter:
    """A class of a library."""

    def count(self, step: int = 1) -> int:
        """Return the step."""
        return step


def doubling(original: Any) -> Any:
    """Wrap a function: double its result."""

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return original(*args, **kwargs) * 2

    return wrapper


@pytest.fixture
def package() -> Iterator[ModuleType]:
    """A library of two modules, which both have the same function; and another library that has it, too."""
    modules = {name: ModuleType(name) for name in ("wrapped_library", "wrapped_library.inner", "another")}
    vars(modules["wrapped_library.inner"])["function"] = original_function
    vars(modules["wrapped_library"]).update(function=original_function, alias=original_function)
    vars(modules["another"])["function"] = original_function
    sys.modules.update(modules)
    yield modules["wrapped_library"]
    for name in modules:
        del sys.modules[name]


def original_function(value: int) -> int:
    """Return the value."""
    return value


def test_a_wrapped_method_keeps_name_and_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks like the original and can be found from it."""
    monkeypatch.setattr(Counter, "count", Counter.count)
    original = Counter.count
    wrap(Counter, "count", doubling)
    assert Counter().count(step=3) == 6
    assert Counter.count.__name__ == "count"
    assert vars(Counter)["count"].__wrapped__ is original


def test_a_missing_method_is_an_error() -> None:
    """A sensor is then off, and nothing was changed."""
    with pytest.raises(AttributeError):
        wrap(Counter, "missing", doubling)
    with pytest.raises(KeyError):
        wrap_method(Counter, "missing", doubling)


def test_a_function_is_wrapped_under_all_its_names_in_its_package(package: ModuleType) -> None:
    """Other packages keep the original."""
    wrap_function(package, "function", doubling)
    inner: Any = sys.modules["wrapped_library.inner"]
    assert package.function(2) == package.alias(2) == inner.function(2) == 4
    another: Any = sys.modules["another"]
    assert another.function is original_function


def test_a_bound_method_of_a_module_is_replaced() -> None:
    """As `jwt.encode` is one of a hidden instance."""
    instance = Counter()
    module: Any = ModuleType("bound")
    module.count = instance.count
    replace_names(module, Counter.count, doubling(Counter.count))
    assert module.count(step=2) == 4
    assert module.count.__self__ is instance
