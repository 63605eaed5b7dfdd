"""Watching of the methods of Flask apps, also where a subclass overrides them or an instance replaces them.

A class that defines a watched method gets a descriptor (`Layer`) in its place: the class itself still shows
the guest's function, and an instance gets a `WatchedMethod`, which equals the bound method and calls it
through the sensors' wrappers. Only the outermost definition of a method is wrapped, so that a call of
`super()` is not reported twice. A method that was replaced after the app was made is found when its next
request begins (`prepare`).
"""

from __future__ import annotations

import contextlib
import functools
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Callable

from ..describe.functions import PARTIAL_FUNCTION, definition_of, name_of
from ..describe.static_access import class_name, instance_dict, is_a
from ..recording.recorder import Exchange, current_exchange

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = "app"

MakeWrapper = Callable[[Any], Any]

_NONE: dict[int, AppContact] = {}
_makers: dict[str, list[MakeWrapper]] = {}


def watch_method(name: str, make_wrapper: MakeWrapper) -> None:
    """Wrap a method of every Flask app: `make_wrapper(original)` returns a function of `(app, *args)`."""
    from flask import Flask

    _makers.setdefault(name, []).append(make_wrapper)
    _watch_classes(Flask)


def prepare(app: Any) -> None:
    """Watch what the app's own class or instance has in the place of Flask's methods by now."""
    _watch_classes(type(app))
    attributes = instance_dict(app) or {}
    for name in _makers:
        replacement = attributes.get(name)
        if replacement is not None and type(replacement) is not WatchedMethod and callable(replacement):
            attributes[name] = WatchedMethod(Layer(name, None, replacement), app, replacement)


def _watch_classes(app_class: type) -> None:
    for cls in app_class.__mro__:
        attributes = vars(cls)
        for name in _makers:
            raw = attributes.get(name)
            if raw is not None and type(raw) is not Layer:
                with contextlib.suppress(TypeError, AttributeError):
                    setattr(cls, name, Layer(name, cls, raw))


class Layer:
    """One definition of a watched method: in a class, or (`owner` is None) in an instance."""

    __slots__ = ("_count", "_wrapped", "is_flasks", "name", "owner", "raw")

    def __init__(self, name: str, owner: type | None, raw: Any) -> None:
        self.name = name
        self.owner = owner
        self.raw = raw
        self.is_flasks = _is_flasks(owner, raw)
        self._wrapped: Any = None
        self._count = 0

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Return what the class defines, or a watched method of the instance."""
        bind = getattr(type(self.raw), "__get__", None)
        bound = self.raw if bind is None else bind(self.raw, instance, owner)
        return bound if instance is None else WatchedMethod(self, instance, bound)

    def call(
        self, exchange: Exchange, app: Any, bound: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Call the method through the wrappers, or without them where an outer definition calls it."""
        contact = contact_with(exchange, app)
        name = self.name
        if self.is_flasks:
            contact.flasks.add(name)
        if contact.called.get(name) is not self:
            if not self._is_outermost(app):
                return bound(*args, **kwargs)
            contact.called[name] = self
        makers = _makers[name]
        if self._count != len(makers):
            self._count = len(makers)
            self._wrapped = functools.reduce(lambda inner, make: make(inner), makers, self._as_function())
        return self._wrapped(app, *args, **kwargs)

    def _as_function(self) -> Any:
        """Return this definition as a function whose first argument is the app."""
        raw = self.raw
        if self.owner is None:
            return lambda _app, *args, **kwargs: raw(*args, **kwargs)
        if isinstance(raw, FunctionType):
            return raw
        return lambda app, *args, **kwargs: raw.__get__(app, type(app))(*args, **kwargs)

    def _is_outermost(self, app: Any) -> bool:
        replacement = (instance_dict(app) or {}).get(self.name)
        if replacement is not None:
            return type(replacement) is WatchedMethod and layer_of(replacement) is self
        for cls in type(app).__mro__:
            if self.name in cls.__dict__:
                return cls is self.owner
        return False


def _is_flasks(owner: type | None, raw: Any) -> bool:
    """Return whether a definition is Flask's own and was not put in its place by somebody else."""
    module = str(raw.__globals__.get("__name__", "")) if type(raw) is FunctionType else ""
    return owner is not None and module.partition(".")[0] == owner.__module__.partition(".")[0] == "flask"


def described_layer(layer: Layer) -> dict[str, Any]:
    """Return name, file and line of a definition."""
    function = layer.raw
    while is_a(function, functools.partial):
        function = PARTIAL_FUNCTION(function)
    owner = type(function.__self__) if type(function) is MethodType else layer.owner
    name = name_of(function)
    file, line = definition_of(function)
    return {
        "name": name if owner is None else f"{class_name(owner)}.{name}",
        "file": file,
        "line": line,
    }


class WatchedMethod:
    """A bound method as a guest gets it: equal to the original, and with all attributes of it."""

    __slots__ = ("_app", "_bound", "_layer")

    def __init__(self, layer: Layer, app: Any, bound: Any) -> None:
        self._layer = layer
        self._app = app
        self._bound = bound

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the method; within an exchange it is recorded."""
        exchange = current_exchange()
        if exchange is None:
            return bound_of(self)(*args, **kwargs)
        return layer_of(self).call(exchange, app_of(self), bound_of(self), args, kwargs)

    def __getattribute__(self, name: str) -> Any:
        return getattr(bound_of(self), name)

    def __eq__(self, other: object) -> bool:
        return bool(bound_of(self) == (bound_of(other) if type(other) is WatchedMethod else other))

    def __hash__(self) -> int:
        return hash(bound_of(self))

    def __repr__(self) -> str:
        return repr(bound_of(self))


# The slots themselves: reading them through the object would give attributes of the original.
layer_of: Callable[[Any], Layer] = vars(WatchedMethod)["_layer"].__get__
app_of: Callable[[Any], Any] = vars(WatchedMethod)["_app"].__get__
bound_of: Callable[[Any], Any] = vars(WatchedMethod)["_bound"].__get__


class AppContact:
    """What one app did in an exchange: the definitions that were called, and which methods of Flask ran."""

    def __init__(self, exchange: Exchange, app: Any) -> None:
        self.app = app
        self.span = exchange.start_span()
        # Where the app is mounted, and the status of the response that Flask finished; None if not known.
        self.script_name: str | None = None
        self.status: int | None = None
        self.called: dict[str, Layer] = {}
        self.flasks: set[str] = set()

    def replaced(self) -> Iterator[Layer]:
        """Yield the definitions that were called in the place of Flask's."""
        return (layer for layer in list(self.called.values()) if not layer.is_flasks)


def contacts(exchange: Exchange) -> dict[int, AppContact]:
    """Return the apps that have handled this exchange so far, by their id, in that order."""
    found: dict[int, AppContact] = exchange.data.setdefault(KIND, {})
    return found


def contact_with(exchange: Exchange, app: Any) -> AppContact:
    """Return what is known of an app in this exchange; a new one is looked at for replaced methods."""
    found: AppContact | None = exchange.data.get(KIND, _NONE).get(id(app))
    if found is None:
        found = contacts(exchange)[id(app)] = AppContact(exchange, app)
        prepare(app)
    return found
