"""Replacement of functions and methods by wrappers of the same name and signature."""

from __future__ import annotations

import functools
import sys
from types import MethodType, ModuleType
from typing import Any, Callable


def wrap(owner: Any, name: str, make_wrapper: Callable[[Any], Any]) -> None:
    """Replace `owner.name`, which must exist, by what `make_wrapper(original)` returns."""
    original = getattr(owner, name)
    setattr(owner, name, functools.wraps(original)(make_wrapper(original)))


def wrap_function(module: ModuleType, name: str, make_wrapper: Callable[[Any], Any]) -> None:
    """Wrap a function of a module under every name that the loaded modules of its package have for it."""
    original = getattr(module, name)
    wrapped = functools.wraps(original)(make_wrapper(original))
    package = module.__name__.partition(".")[0]
    for other, loaded in list(sys.modules.items()):
        if other == package or other.startswith(package + "."):
            replace_names(loaded, original, wrapped)


def replace_names(module: ModuleType, original: Any, wrapped: Any) -> None:
    """Replace the original function in a module, also as a bound method."""
    for name, value in list(vars(module).items()):
        if value is original:
            setattr(module, name, wrapped)
        # Not by `isinstance`: it would ask a lazy object of a library for its class, and so create it.
        elif type(value) is MethodType and value.__func__ is original:
            setattr(module, name, MethodType(wrapped, value.__self__))


def wrap_method(owner: type, name: str, make_wrapper: Callable[[Any], Any]) -> None:
    """Wrap a method of a class, also where the modules of its package have bound it to a name."""
    original = vars(owner)[name]
    wrapped = functools.wraps(original)(make_wrapper(original))
    setattr(owner, name, wrapped)
    package = owner.__module__.partition(".")[0]
    for other, loaded in list(sys.modules.items()):
        if other == package or other.startswith(package + "."):
            replace_names(loaded, original, wrapped)
