"""Where the app's own code uses the session, or files that are uploaded, as its compiled code shows."""

from __future__ import annotations

import sys
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

from ..describe.functions import function_inside
from ..describe.static_access import instance_dict, is_a
from .blueprints import own_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

FUNCTIONS_LIMIT = 5_000
# A name of Flask's, and what is read of it, if it matters.
USES = {"session": ("session", None), "files": ("request", "files")}


def uses(app: Any) -> dict[str, dict[str, Any] | None]:
    """Return the first place of each use in the functions of the app's own modules, and in its views."""
    flask = sys.modules.get("flask")
    proxies = {name: getattr(flask, name, None) for name, _ in USES.values()}
    found: dict[str, dict[str, Any] | None] = dict.fromkeys(USES)
    for function in own_functions(app):
        for use, (name, attribute) in USES.items():
            if found[use] is None and dict.get(function.__globals__, name) is proxies[name]:
                code = code_with(function.__code__, {name} | ({attribute} if attribute else set()))
                if code is not None:
                    found[use] = {
                        "name": function.__name__[:200],
                        "file": code.co_filename[:1000],
                        "line": code.co_firstlineno,
                    }
    return found


def own_functions(app: Any) -> Iterator[FunctionType]:
    """Yield the functions and methods of the app's own modules, and the functions of its views."""
    left = FUNCTIONS_LIMIT
    spaces = own_modules()
    own = {id(namespace) for _, namespace in spaces}
    views: Any = (instance_dict(app) or {}).get("view_functions")
    values = [function_inside(view) for view in (list(dict.values(views)) if is_a(views, dict) else [])]
    for _, namespace in spaces:
        for value in list(dict.values(namespace)):
            values.append(function_inside(value))
            if is_a(value, type):
                values += [
                    function_inside(each) for each in list(type.__dict__["__dict__"].__get__(value).values())
                ]
    for value in values:
        if type(value) is FunctionType and id(value.__globals__) in own and left:
            left -= 1
            yield value


def code_with(code: CodeType, names: set[str], depth: int = 5) -> CodeType | None:
    """Return the code, or a function inside it, that uses all of these names; None if there is none."""
    if names <= set(code.co_names):
        return code
    for constant in code.co_consts if depth else ():
        if type(constant) is CodeType:
            inner = code_with(constant, names, depth - 1)
            if inner is not None:
                return inner
    return None
