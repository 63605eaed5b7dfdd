"""What is written of an object: its stored parts between an opening and a closing text.

Each function here reads only what an object has stored. None of them calls a method of the guest, follows a
proxy, loads a column or reads a stream.
"""

from __future__ import annotations

import dataclasses
import weakref
from itertools import islice
from typing import Any, Callable, NamedTuple, Union

from .static_access import (
    MISSING,
    bases_of,
    class_attribute,
    class_name,
    instance_dict,
    is_a,
    is_defined_in,
    is_own_class,
    module_of,
    stored,
    stored_text,
    type_name,
)

PART_LIMIT = 60
SQLALCHEMY_STATE = "_sa_instance_state"


class Shape(NamedTuple):
    """How an object is written: its parts, each with a label such as `name=`, between two texts."""

    opening: str
    parts: list[tuple[str, Any]]
    closing: str
    separator: str = ", "


def labelled(opening: str, values: dict[Any, Any], closing: str, separator: str = ", ") -> Shape:
    """Return the shape of named values; names that are no plain strings are left out."""
    names = [name for name in islice(dict.keys(values), PART_LIMIT) if type(name) is str]
    return Shape(opening, [(f"{name}=", dict.get(values, name)) for name in names], closing, separator)


def object_shape(value: object, values: dict[Any, Any], name: str = "") -> Shape:
    """Return the shape `<Name a=1 b=2>`, by default with the name of the class."""
    name = name or type_name(value)
    return labelled(f"<{name} " if values else f"<{name}", values, ">", " ")


def context_shape(value: object) -> Shape:
    """Return the shape of `flask.g`."""
    return object_shape(value, attributes_of(value), "flask.g")


def environ_headers_shape(value: object) -> Shape:
    """Return the shape of a request's headers."""
    environ = stored(value, "environ")
    pairs = [
        (name[5:].replace("_", "-").title(), text)
        for name, text in (list(environ.items()) if type(environ) is dict else [])
        if type(name) is str and name.startswith("HTTP_")
    ]
    return call_shape(value, pairs)


def call_shape(value: object, argument: Any) -> Shape:
    """Return the shape `Name(argument)`."""
    return Shape(f"{type_name(value)}(", [("", argument)], ")")


def named_shape(value: object, argument: Any) -> Shape:
    """Return the shape `<Name argument>`."""
    return Shape(f"<{type_name(value)} ", [("", argument)], ">")


def named_dict_shape(value: Any) -> Shape:
    """Return the shape `<Name {...}>` of a subclass of dict."""
    return named_shape(value, dict(dict.items(value)))


def attributes_of(value: object) -> dict[Any, Any]:
    """Return the attributes in an object's `__dict__` without the private ones of Python and of ORMs."""
    attributes = instance_dict(value) or {}
    return {
        name: item
        for name, item in list(dict.items(attributes))
        if type(name) is str and not name.startswith(("__", "_sa_"))
    }


def enum_shape(value: Any) -> Shape:
    """Return the shape of a member of an enumeration."""
    name = stored(value, "_name_")
    owner = class_name(type(value))
    opening = f"<{owner}.{name}: " if type(name) is str else f"<{owner}: "
    return Shape(opening, [("", stored(value, "_value_"))], ">")


def named_tuple_shape(value: Any) -> Shape | None:
    """Return the shape of a named tuple, None for another tuple."""
    names = class_attribute(type(value), "_fields")
    items = tuple.__getitem__(value, slice(None))
    if type(names) is not tuple or len(names) != len(items) or any(type(name) is not str for name in names):
        return None
    return Shape(f"{type_name(value)}(", [(f"{name}=", item) for name, item in zip(names, items)], ")")


def dataclass_shape(value: object) -> Shape | None:
    """Return the shape of a dataclass by the fields that it shows, None for another object."""
    fields = class_attribute(type(value), "__dataclass_fields__")
    if type(fields) is not dict:
        return None
    parts = []
    for name, field in list(fields.items())[:PART_LIMIT]:
        item = stored(value, name, MISSING) if type(name) is str else MISSING
        if type(field) is dataclasses.Field and field.repr is True and item is not MISSING:
            parts.append((f"{name}=", item))
    return Shape(f"{type_name(value)}(", parts, ")")


def sqlalchemy_shape(value: object) -> Shape:
    """Return the shape of a SQLAlchemy model: what is loaded, or else the key by which it would be loaded."""
    loaded = attributes_of(value)
    if loaded:
        # SQLAlchemy fills the dict in the order of a set, which differs from run to run.
        names = sorted(loaded, key=lambda name: (name != "id", name))
        return object_shape(value, {name: loaded[name] for name in names})
    key = stored(stored(value, SQLALCHEMY_STATE), "key")
    if type(key) is tuple and len(key) > 1:
        return Shape(f"<{type_name(value)} key=", [("", key[1])], ", nothing loaded>")
    return Shape(f"<{type_name(value)}, nothing loaded>", [], "")


def django_shape(value: object) -> Shape:
    """Return the shape of a Django model by its loaded fields."""
    loaded = {name: item for name, item in attributes_of(value).items() if not name.startswith("_")}
    return object_shape(value, loaded)


def peewee_shape(value: object) -> Shape:
    """Return the shape of a peewee model by its data."""
    data = stored(value, "__data__")
    return object_shape(value, data if type(data) is dict else {})


def exception_shape(value: Any) -> Shape:
    """Return the shape of an exception by its arguments."""
    args = BaseException.__dict__["args"].__get__(value)
    return Shape(f"{type_name(value)}(", [("", item) for item in args], ")")


def request_shape(value: Any) -> Shape:
    """Return the shape of a request as Werkzeug writes it, without building and storing its URL."""
    attributes = instance_dict(value) or {}
    parts: list[Any] = [dict.get(attributes, name) for name in ("scheme", "root_path", "path")]
    environ = dict.get(attributes, "environ")
    host = dict.get(environ, "HTTP_HOST", "") if type(environ) is dict else ""
    query = dict.get(attributes, "query_string")
    method = dict.get(attributes, "method")
    if any(type(part) is not str for part in (*parts, host, method)) or type(query) is not bytes:
        return Shape(f"<{type_name(value)}>", [], "")
    scheme, root_path, path = parts
    url = f"{scheme}://{host}{root_path.rstrip('/')}/{path.lstrip('/')}"
    url += "?" + query.decode("latin-1") if query else ""
    return Shape(f"<{type_name(value)} ", [("", url)], f" [{method}]>")


def response_shape(value: Any) -> Shape:
    """Return the shape of a response as Werkzeug writes it."""
    body = stored(value, "response")
    status = stored_text(value, "_status")
    size = "streamed"
    if type(body) in (list, tuple) and all(type(part) in (str, bytes) for part in body):
        parts = (part.encode("utf-8", "replace") if type(part) is str else part for part in body)
        size = f"{sum(map(len, parts))} bytes"
    return Shape(f"<{type_name(value)} {size} [{status}]>", [], "")


def multi_dict_shape(value: Any) -> Shape:
    """Return the shape of one of Werkzeug's dicts with several values a key."""
    pairs = [
        (key, item)
        for key, items in islice(list(dict.items(value)), PART_LIMIT)
        for item in (list(items) if type(items) is list else [items])
    ]
    return call_shape(value, pairs)


def file_shape(value: Any) -> Shape:
    """Return the shape of an uploaded file, whose stream is not touched."""
    headers = stored(stored(value, "headers"), "_list")
    pairs = headers if type(headers) is list else []
    found = [pair[1] for pair in pairs if type(pair) is tuple and pair[:1] in (("Content-Type",),)]
    return Shape(
        f"<{type_name(value)}: ", [("", stored(value, "filename")), ("", found[0] if found else None)], ">"
    )


def app_shape(value: Any) -> Shape:
    """Return the shape of a Flask app or a blueprint."""
    return named_shape(value, stored(value, "name") or stored(value, "import_name"))


def row_shape(value: Any) -> Shape | None:
    """Return the shape of a row of SQLAlchemy, which is that of its tuple."""
    data = getattr(value, "_data", None) if module_of(type(value)) == "sqlalchemy.engine.row" else None
    return Shape("", [("", data)], "") if type(data) is tuple else None


ShapeMaker = Callable[[Any], Union[Shape, None]]

LIBRARY_SHAPES: dict[str, tuple[tuple[str, ShapeMaker], ...]] = {
    "BaseException": (("builtins", exception_shape),),
    "Blueprint": (("flask.blueprints", app_shape),),
    "CallbackDict": (("werkzeug.datastructures", named_dict_shape),),
    "CombinedMultiDict": (
        ("werkzeug.datastructures", lambda value: call_shape(value, stored(value, "dicts"))),
    ),
    "Config": (("flask.config", named_dict_shape),),
    "Enum": (("enum", enum_shape),),
    "EnvironHeaders": (("werkzeug.datastructures", environ_headers_shape),),
    "FileStorage": (("werkzeug.datastructures", file_shape),),
    "Flask": (("flask.app", app_shape),),
    "Headers": (("werkzeug.datastructures", lambda value: call_shape(value, stored(value, "_list", []))),),
    "LocalProxy": (("werkzeug.local", lambda value: Shape("<LocalProxy>", [], "")),),
    "Markup": (("markupsafe", lambda value: call_shape(value, str.__str__(value))),),
    "Model": (("django.db.models.base", django_shape), ("peewee", peewee_shape)),
    "MultiDict": (("werkzeug.datastructures", multi_dict_shape),),
    "Request": (("werkzeug.sansio.request", request_shape),),
    "Response": (("werkzeug.sansio.response", response_shape),),
    "Row": (("sqlalchemy.engine.row", row_shape),),
    "SimpleNamespace": (("types", lambda value: labelled("namespace(", attributes_of(value), ")")),),
    "UserDict": (("collections", lambda value: call_shape(value, stored(value, "data", {}))),),
    "UserList": (("collections", lambda value: call_shape(value, stored(value, "data", []))),),
    "_AppCtxGlobals": (("flask.ctx", context_shape),),
}
"""Classes whose objects, also those of subclasses, are written in a way of their own: by name and module."""


MAKER_LIMIT = 1_000
_makers: dict[int, tuple[Callable[[], Any], ShapeMaker | None]] = {}
"""What was found for each class, by its id and with a weak reference: its own `__hash__` is not called."""


def shape_maker(cls: type) -> ShapeMaker | None:
    """Return the function that makes the shape of a class's objects; None if only the class is named."""
    known = _makers.get(id(cls))
    if known is not None and known[0]() is cls:
        return known[1]
    maker = find_maker(cls)
    if len(_makers) >= MAKER_LIMIT:
        _makers.clear()
    _makers[id(cls)] = weakref.ref(cls), maker
    return maker


def find_maker(cls: type) -> ShapeMaker | None:
    """Return the function that makes the shape of a class's objects, from what the class is."""
    for base in bases_of(cls):
        for module, make_shape in LIBRARY_SHAPES.get(class_name(base), ()):
            if is_defined_in(base, module):
                return make_shape
    if issubclass(cls, tuple):
        return named_tuple_shape
    if type(class_attribute(cls, "__dataclass_fields__")) is dict:
        return dataclass_shape
    if class_attribute(cls, "_sa_class_manager") is not None:
        return sqlalchemy_shape
    return own_shape if is_own_class(cls) else None


def own_shape(value: object) -> Shape | None:
    """Return the shape of an object of the guest's own class; None if it has no attributes."""
    attributes = attributes_of(value)
    return object_shape(value, attributes) if attributes else None


def shape_of(value: object) -> Shape | None:
    """Return how an object is written by what it has stored; None if only its class is named."""
    maker = None if is_a(value, type) else shape_maker(type(value))
    return None if maker is None else maker(value)
