"""Replaces a method by one that calls it, under its own name and signature."""

from __future__ import annotations

import functools
import sys
from types import MethodType, ModuleType
from typing import Any, Callable


def wrap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replace `owner.name` by what `make` builds around it; it must exist."""
    original = getattr(owner, name)
    setattr(owner, name, functools.wraps(original)(make(original)))


def wrap_function(module: ModuleType, name: str, make: Callable[[Any], Any]) -> None:
    """The same for a function, under every name that the loaded modules of its package have for it."""
    original = getattr(module, name)
    wrapped = functools.wraps(original)(make(original))
    package = module.__name__.partition(".")[0]
    for other, loaded in list(sys.modules.items()):
        if other == package or other.startswith(package + "."):
            replace_names(loaded, original, wrapped)


def replace_names(module: ModuleType, original: Any, wrapped: Any) -> None:
    """Let a module mean the wrapped function where it means the original, also as a bound method."""
    for name, value in list(vars(module).items()):
        if value is original:
            setattr(module, name, wrapped)
        elif isinstance(value, MethodType) and value.__func__ is original:
            setattr(module, name, MethodType(wrapped, value.__self__))


def wrap_method(owner: type, name: str, make: Callable[[Any], Any]) -> None:
    """Replace a method of a class, and what the modules of its package have bound of it."""
    original = vars(owner)[name]
    wrapped = functools.wraps(original)(make(original))
    setattr(owner, name, wrapped)
    package = owner.__module__.partition(".")[0]
    for other, loaded in list(sys.modules.items()):
        if other == package or other.startswith(package + "."):
            replace_names(loaded, original, wrapped)
