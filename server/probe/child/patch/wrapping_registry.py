"""A registry of functions that Flask reads with each function wrapped, while the guest sees its own one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

from ..recording.recorder import current_exchange

Watch = Callable[[Any, Any], Any]


class WatchedRegistryDescriptor:
    """A data descriptor over an instance attribute that is a dict of lists of functions.

    Reading it gives the instance's own dict, except while Flask preprocesses a recorded request.
    """

    def __init__(self, name: str, watch: Watch) -> None:
        self._name = name
        self._watch = watch

    @classmethod
    def install(cls, owner: type, name: str, watch: Watch) -> None:
        """Put the descriptor over the attribute of all instances of a class."""
        setattr(owner, name, cls(name, watch))

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        try:
            registry = vars(instance)[self._name]
        except KeyError:
            raise AttributeError(self._name) from None
        exchange = current_exchange()
        if exchange is None or exchange.phase != "before_request" or not registry:
            return registry
        return WatchedRegistry(registry, self._watch)

    def __set__(self, instance: Any, value: Any) -> None:
        vars(instance)[self._name] = value


class WatchedRegistry:
    """A dict of lists as Flask reads it, with each function wrapped."""

    def __init__(self, registry: dict[Any, list[Any]], watch: Watch) -> None:
        self._registry = registry
        self._watch = watch

    def __contains__(self, key: Any) -> bool:
        return key in self._registry

    def __getitem__(self, key: Any) -> Iterator[Any]:
        return (self._watch(key, func) for func in self._registry[key])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._registry, name)
