"""Names and source locations of the guest's functions."""

from __future__ import annotations

import functools
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from .static_access import MISSING, class_attribute, class_name, instance_dict, is_a, type_name

DEPTH_LIMIT = 50
NAMED_TYPES = (BuiltinFunctionType, FunctionType)
PARTIAL_FUNCTION = functools.partial.__dict__["func"].__get__


def function_inside(func: Any) -> Any:
    """Return the function inside partial objects, bound methods and decorators, as far as it is stored."""
    for _ in range(DEPTH_LIMIT):
        inner = MISSING
        if is_a(func, functools.partial):
            inner = PARTIAL_FUNCTION(func)
        elif type(func) is MethodType:
            inner = func.__func__
        else:
            inner = dict.get(instance_dict(func) or {}, "__wrapped__", MISSING)
        if inner is MISSING:
            return func
        func = inner
    return func


def definition_of(func: Any) -> tuple[str | None, int | None]:
    """Return file and line of a function below its decorators; (None, None) if it has no Python code."""
    inner = function_inside(func)
    if type(inner) is not FunctionType and not is_a(inner, type):
        inner = class_attribute(type(inner), "__call__")
    if type(inner) is not FunctionType:
        return None, None
    return inner.__code__.co_filename, inner.__code__.co_firstlineno


def name_of(func: Any) -> str:
    """Return the name by which a programmer knows a function."""
    while is_a(func, functools.partial):
        func = PARTIAL_FUNCTION(func)
    if type(func) is MethodType:
        func = func.__func__
    if type(func) in NAMED_TYPES:
        return str(func.__name__)
    if is_a(func, type):
        return class_name(func)
    name = dict.get(instance_dict(func) or {}, "__name__")
    return name if type(name) is str else type_name(func)
