"""Reading of types and attributes without running any code of the guest.

`getattr`, `isinstance`, `hasattr` and even `cls.__name__` may call a property, a `__getattr__` or a method of
a metaclass. The functions here read what an object and its class have stored, and never compute anything.
"""

from __future__ import annotations

import sys
import weakref
from types import GetSetDescriptorType, MemberDescriptorType
from typing import Any, Callable

from .code_ownership import ownership

_NAME = type.__dict__["__name__"].__get__
_QUALIFIED_NAME = type.__dict__["__qualname__"].__get__
_MODULE = type.__dict__["__module__"].__get__
_MRO = type.__dict__["__mro__"].__get__
_NAMESPACE = type.__dict__["__dict__"].__get__

MISSING = object()
"""What `class_attribute` and `stored` can be told to return where there is nothing."""

DESCRIPTORS = (GetSetDescriptorType, MemberDescriptorType)
"""Descriptors that C code has made, such as `__dict__` of an object that has one."""

GETTER_LIMIT = 1_000
_dict_getters: dict[int, tuple[Callable[[], Any], Callable[[Any], Any] | None]] = {}
"""What reads the `__dict__` of each class's objects, by the id of the class: its `__hash__` is not called."""

MODULES_BEFORE_PYTHON_310 = (
    "builtins collections concurrent dataclasses datetime decimal email enum fractions http importlib io "
    "ipaddress json logging pathlib queue re select smtplib socket sqlite3 ssl subprocess threading types "
    "urllib uuid warnings xml zipfile zlib zoneinfo"
)
STANDARD_LIBRARY = frozenset(getattr(sys, "stdlib_module_names", MODULES_BEFORE_PYTHON_310.split()))
KNOWN_LIBRARIES = frozenset(
    [
        "celery",
        "click",
        "flask",
        "flask_wtf",
        "itsdangerous",
        "jinja2",
        "jwt",
        "kombu",
        "marshmallow",
        "markupsafe",
        "peewee",
        "pymysql",
        "requests",
        "sqlalchemy",
        "urllib3",
        "werkzeug",
        "wtforms",
    ]
)
"""Libraries whose exceptions compute their text from nothing but what is stored in them."""


def type_name(value: object) -> str:
    """Return the name of a value's class."""
    return str(_NAME(type(value)))


def class_name(cls: type) -> str:
    """Return the name of a class."""
    return str(_NAME(cls))


def module_of(cls: type) -> str:
    """Return the name of the module that defines a class; the empty string if it is not known."""
    name = _MODULE(cls)
    return name if type(name) is str else ""


def qualified_name(cls: type) -> str:
    """Return module and qualified name of a class, as its default `repr` has them."""
    return f"{module_of(cls)}.{_QUALIFIED_NAME(cls)}"


def class_text(cls: type) -> str:
    """Return a class as Python writes it."""
    name = str(_QUALIFIED_NAME(cls)) if module_of(cls) == "builtins" else qualified_name(cls)
    return f"<class {name!r}>"


def bases_of(cls: type) -> tuple[type, ...]:
    """Return a class and its bases in the order in which attributes are looked up."""
    bases: tuple[type, ...] = _MRO(cls)
    return bases


def is_a(value: object, cls: type) -> bool:
    """Return whether a value's class is `cls` or derives from it; an object cannot deny its class."""
    return type.__subclasscheck__(cls, type(value))


def is_defined_in(cls: type, module: str) -> bool:
    """Return whether a class says that it is defined in a module or package."""
    return (module_of(cls) + ".").startswith(module + ".")


def has_base(value: object, module: str, name: str) -> bool:
    """Return whether a value's class derives from the class of that name in a library's module or package."""
    return any(_NAME(base) == name and is_defined_in(base, module) for base in _MRO(type(value)))


def class_attribute(cls: type, name: str, default: Any = None) -> Any:
    """Return what a class or one of its bases has stored under a name, as it is stored."""
    for base in _MRO(cls):
        found = _NAMESPACE(base).get(name, MISSING)
        if found is not MISSING:
            return found
    return default


def own_attribute(cls: type, name: str) -> Any:
    """Return what a class itself, and none of its bases, has stored under a name; None if nothing."""
    return _NAMESPACE(cls).get(name)


def instance_dict(value: object) -> dict[Any, Any] | None:
    """Return the `__dict__` of an object, None if it has none; read it with the methods of `dict` only."""
    cls = type(value)
    known = _dict_getters.get(id(cls))
    getter = known[1] if known is not None and known[0]() is cls else _find_dict_getter(cls)
    attributes = None if getter is None else getter(value)
    return attributes if issubclass(type(attributes), dict) else None


def _find_dict_getter(cls: type) -> Callable[[Any], Any] | None:
    """Return what reads the `__dict__` of a class's objects, and remember it: that never changes."""
    descriptors = (_NAMESPACE(base).get("__dict__") for base in _MRO(cls))
    getter = next((each.__get__ for each in descriptors if type(each) in DESCRIPTORS), None)
    if len(_dict_getters) >= GETTER_LIMIT:
        _dict_getters.clear()
    _dict_getters[id(cls)] = weakref.ref(cls), getter
    return getter


def stored(value: object, name: str, default: Any = None) -> Any:
    """Return an attribute that an object has in its `__dict__`, its slots, or as a constant of its class."""
    attributes = instance_dict(value)
    if attributes is not None:
        own = dict.get(attributes, name, MISSING)
        if own is not MISSING:
            return own
    found = class_attribute(type(value), name, MISSING)
    if type(found) is MemberDescriptorType:
        try:
            return found.__get__(value)
        except AttributeError:
            return default
    if found is MISSING or class_attribute(type(found), "__get__", MISSING) is not MISSING:
        return default
    return found


def stored_text(value: object, name: str) -> str | None:
    """Return an attribute if it is stored and a string of the builtin type, or None."""
    text = stored(value, name)
    return text if type(text) is str else None


def text_or_none(value: object) -> str | None:
    """Return a string, also one of a subclass that overrides its methods, as a plain one; None for others."""
    return str.__str__(value) if issubclass(type(value), str) else None


def items_of(value: Any) -> list[Any] | None:
    """Return the items of a list or tuple, also of a subclass that overrides its methods; None for others."""
    if issubclass(type(value), list):
        return list(list.__iter__(value))
    if issubclass(type(value), tuple):
        return list(tuple.__iter__(value))
    return None


def truth_of(value: object) -> bool | None:
    """Return whether a value of a builtin type is true; None if only the guest's code knows."""
    return bool(value) if type(value) in TESTABLE_TYPES else None


TESTABLE_TYPES = frozenset((bool, bytes, dict, float, frozenset, int, list, set, str, tuple, type(None)))


def module_file(cls: type) -> str | None:
    """Return the file of the module that defines a class, or None."""
    module = sys.modules.get(module_of(cls))
    file = None if module is None else dict.get(instance_dict(module) or {}, "__file__")
    return file if type(file) is str else None


def is_own_class(cls: type) -> bool:
    """Return whether a class is defined in the guest's own code."""
    file = module_file(cls)
    return file is not None and ownership.is_own(file)


def is_known_class(cls: type) -> bool:
    """Return whether a class is one of the standard library's or of KNOWN_LIBRARIES, not one that says so."""
    name = module_of(cls)
    top = name.partition(".")[0]
    if top not in STANDARD_LIBRARY and top not in KNOWN_LIBRARIES:
        return False
    module = sys.modules.get(name)
    if module is None or dict.get(instance_dict(module) or {}, _NAME(cls)) is not cls:
        return False
    file = module_file(cls)
    return file is None or not ownership.is_own(file)
