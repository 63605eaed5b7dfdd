"""Registries of functions that are read with each function wrapped, while the guest has its own ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

from ..recording.recorder import Exchange, current_exchange

Watch = Callable[[Any, Any], Any]
Show = Callable[[Exchange, Any, Any], Any]


class WatchedRegistryDescriptor:
    """A data descriptor over an instance attribute that is a dict.

    Reading it gives the instance's own dict, except in one phase of a recorded request: then it gives what
    `show(exchange, instance, registry)` returns.
    """

    def __init__(self, name: str, phase: str, show: Show) -> None:
        self._name = name
        self._phase = phase
        self._show = show

    @classmethod
    def install(cls, owner: type, name: str, phase: str, show: Show) -> None:
        """Put the descriptor over the attribute of all instances of a class."""
        setattr(owner, name, cls(name, phase, show))

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            # The class itself has no such attribute, with or without the probe.
            name = getattr(owner, "__name__", "")
            raise AttributeError(f"type object {name!r} has no attribute {self._name!r}")
        try:
            registry = vars(instance)[self._name]
        except KeyError:
            raise AttributeError(self._name) from None
        exchange = current_exchange()
        if exchange is None or exchange.phase != self._phase or not registry:
            return registry
        return self._show(exchange, instance, registry)

    def __set__(self, instance: Any, value: Any) -> None:
        vars(instance)[self._name] = value

    def __delete__(self, instance: Any) -> None:
        try:
            del vars(instance)[self._name]
        except KeyError:
            raise AttributeError(self._name) from None


class WatchedRegistry:
    """A dict of lists as Flask reads it, with each function wrapped."""

    def __init__(self, registry: dict[Any, list[Any]], watch: Watch) -> None:
        self._registry = registry
        self._watch = watch

    def __contains__(self, key: Any) -> bool:
        return key in self._registry

    def __getitem__(self, key: Any) -> Any:
        return [self._watch(key, func) for func in self._registry[key]]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._registry, name)


class WatchedMapping(WatchedRegistry):
    """A dict as a function reads it that is in the place of a method of Flask, with each value wrapped."""

    def __getitem__(self, key: Any) -> Any:
        return self._watch(key, self._registry[key])

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the value of that key, wrapped; `default` as it is."""
        return self[key] if key in self._registry else default

    def __iter__(self) -> Iterator[Any]:
        return iter(self._registry)

    def __len__(self) -> int:
        return len(self._registry)
