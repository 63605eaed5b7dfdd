"""Subclasses of the guest's classes that look like the original and record what is called."""

from __future__ import annotations

from typing import Any, Callable

from ...describe.static_access import class_attribute, is_a, own_attribute

SLOT = "_fumehood_statement"
CACHE_LIMIT = 100
NO_HOOK = object.__dict__["__init_subclass__"]

_subclasses: dict[type, type] = {}


def watched_subclass(base: Any, required_base: type, methods: Callable[[Any], dict[str, Any]]) -> Any:
    """Return the subclass of `base` with these methods; `base` itself if it is unsuitable.

    Unsuitable is what does not derive from `required_base`, a class that allows no subclass, and one whose
    subclasses run code of the guest when they are made.
    """
    if not is_a(base, type) or not type.__subclasscheck__(required_base, base):
        return base
    # A metaclass or a hook for subclasses is the guest's own code.
    hook = class_attribute(base, "__init_subclass__")
    if type(base) is not type or hook is not NO_HOOK or own_attribute(base, SLOT) is not None:
        return base
    subclass = _subclasses.get(base)
    if subclass is None:
        identity = {"__module__": base.__module__, "__qualname__": base.__qualname__, "__doc__": base.__doc__}
        try:
            subclass = type(base.__name__, (base,), {**identity, "__slots__": (SLOT,), **methods(base)})
        except Exception:  # a class may refuse a subclass by any exception
            return base
        if len(_subclasses) >= CACHE_LIMIT:
            _subclasses.clear()
        _subclasses[base] = subclass
    return subclass
