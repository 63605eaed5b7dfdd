"""Decorators of a view: those that the app calls, and those above the route, which it does not."""

from __future__ import annotations

import sys
from types import CodeType, FunctionType
from typing import Any

from ..describe.code_ownership import ownership
from ..describe.functions import definition_of, function_inside, name_of
from ..describe.static_access import MISSING, instance_dict, stored_text

LAYERS_LIMIT = 20
TEXT_LIMIT = 300


def place_of(func: Any) -> dict[str, Any]:
    """Return name, file and line of a function of the app."""
    file, line = definition_of(func)
    return {"name": name_of(func)[:TEXT_LIMIT], "file": file and file[:TEXT_LIMIT], "line": line}


def below_route(view: Any) -> list[dict[str, Any]]:
    """Return the decorators that were applied before the view was registered, the outermost first."""
    return [layer_of(func) for func in layers(view)[:-1]]


def above_route(view: Any) -> list[dict[str, Any]]:
    """Return the decorators that the app does not call, because they were applied after the registration.

    They are found where the module has another function under the name of the view, one that leads to the
    view that is registered.
    """
    inner = function_inside(view)
    module = stored_text(view, "__module__") if type(view) is FunctionType else None
    namespace: Any = instance_dict(sys.modules.get(module or ""))
    if namespace is None or type(inner) is not FunctionType:
        return []
    if not ownership.is_own(inner.__code__.co_filename):
        return []
    named = dict.get(namespace, view.__name__, MISSING)
    above: list[Any] = []
    for _ in range(LAYERS_LIMIT):
        if named is view:
            return [layer_of(func) for func in above]
        if type(named) is not FunctionType:
            return []
        above.append(named)
        named = next_layer(named, view)
    return []


def next_layer(func: FunctionType, view: Any) -> Any:
    """Return what a decorated function calls: what it says to wrap, or the view if its closure holds it."""
    wrapped = dict.get(instance_dict(func) or {}, "__wrapped__", MISSING)
    if wrapped is not MISSING:
        return wrapped
    return view if any(contents(cell) is view for cell in func.__closure__ or ()) else MISSING


def contents(cell: Any) -> Any:
    """Return what is in a cell of a closure; MISSING if it is empty."""
    try:
        return cell.cell_contents
    except ValueError:
        return MISSING


def layers(func: Any) -> list[Any]:
    """Return a function and what it wraps, as far as that is stored."""
    found = [func]
    while len(found) < LAYERS_LIMIT:
        inner = dict.get(instance_dict(found[-1]) or {}, "__wrapped__", MISSING)
        if inner is MISSING:
            break
        found.append(inner)
    return found


def layer_of(func: Any) -> dict[str, Any]:
    """Return the name of the decorator that made a function, and the place of what it put around it."""
    if type(func) is not FunctionType:
        return {"name": name_of(func)[:TEXT_LIMIT], "file": None, "line": None}
    code = func.__code__
    qualified = getattr(code, "co_qualname", None) or maker_of(code, func.__globals__)
    return {
        "name": qualified.partition(".<locals>")[0][:TEXT_LIMIT],
        "file": code.co_filename[:TEXT_LIMIT],
        "line": code.co_firstlineno,
    }


def maker_of(code: CodeType, namespace: dict[str, Any]) -> str:
    """Return the name of the function of a module in which this code is written; before Python 3.11."""
    for value in list(dict.values(namespace)):
        if type(value) is FunctionType and contains(value.__code__, code):
            return str(value.__name__)
    return code.co_name


def contains(outer: CodeType, inner: CodeType, depth: int = 5) -> bool:
    """Return whether code is written inside other code."""
    return depth > 0 and any(
        constant is inner or contains(constant, inner, depth - 1)
        for constant in outer.co_consts
        if type(constant) is CodeType
    )
