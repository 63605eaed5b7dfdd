"""Subclasses of the guest's classes that look like the original and record what is called."""

from __future__ import annotations

from typing import Any, Callable

SLOT = "_fumehood_statement"
CACHE_LIMIT = 100

_subclasses: dict[type, type] = {}


def watched_subclass(base: Any, required_base: type, methods: Callable[[Any], dict[str, Any]]) -> Any:
    """Return the subclass of `base` with these methods; `base` itself if it is unsuitable.

    Unsuitable is what does not derive from `required_base`, and a class that allows no subclass.
    """
    if not isinstance(base, type) or not issubclass(base, required_base) or SLOT in vars(base):
        return base
    subclass = _subclasses.get(base)
    if subclass is None:
        identity = {"__module__": base.__module__, "__qualname__": base.__qualname__, "__doc__": base.__doc__}
        try:
            metaclass: Any = type(base)
            subclass = metaclass(base.__name__, (base,), {**identity, "__slots__": (SLOT,), **methods(base)})
        except Exception:  # a class may refuse a subclass by any exception
            return base
        if len(_subclasses) >= CACHE_LIMIT:
            _subclasses.clear()
        _subclasses[base] = subclass
    return subclass
