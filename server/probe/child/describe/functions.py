"""Names and source locations of the guest's functions."""

from __future__ import annotations

import functools
import inspect
from typing import Any


def bare(func: Any) -> Any:
    """Return the function inside `functools.partial` objects."""
    while isinstance(func, functools.partial):
        func = func.func
    return func


def definition_of(func: Any) -> tuple[str | None, int | None]:
    """Return file and line of a function below its decorators; (None, None) if it has no Python code."""
    inner = bare(func)
    inner = inspect.unwrap(inner) if hasattr(inner, "__wrapped__") else inner
    inner = getattr(inner, "__func__", inner)
    code = getattr(inner, "__code__", None)
    if code is None and not isinstance(inner, type):
        code = getattr(vars(type(inner)).get("__call__"), "__code__", None)
    return (code.co_filename, code.co_firstlineno) if code is not None else (None, None)


def name_of(func: Any) -> str:
    """Return the name by which a programmer knows a function."""
    inner = bare(func)
    return str(getattr(inner, "__name__", None) or type(inner).__name__)
