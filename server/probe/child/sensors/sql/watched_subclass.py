"""Subclasses of what a guest asked for: they are what it asked for, and do a few things of ours besides."""

from __future__ import annotations

from typing import Any, Callable

SLOT = "_fumehood_statement"
REMEMBERED = 100

_made: dict[type, type] = {}


def watched(base: Any, kind: type, methods: Callable[[Any], dict[str, Any]]) -> Any:
    """The subclass of `base` with these methods; `base` itself if it is no `kind` or allows no subclass."""
    if not isinstance(base, type) or not issubclass(base, kind) or SLOT in vars(base):
        return base
    found = _made.get(base)
    if found is None:
        told = {"__module__": base.__module__, "__qualname__": base.__qualname__, "__doc__": base.__doc__}
        try:
            kind_of_class: Any = type(base)
            found = kind_of_class(base.__name__, (base,), {**told, "__slots__": (SLOT,), **methods(base)})
        except Exception:  # a class may have any reason to want no subclass
            return base
        if len(_made) >= REMEMBERED:
            _made.clear()
        _made[base] = found
    return found
