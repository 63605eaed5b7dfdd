"""Tests of reading without running code."""

import types
from typing import Any

from werkzeug.local import LocalProxy

from server.probe.child.describe.static_access import (
    class_attribute,
    instance_dict,
    is_a,
    is_known_class,
    is_own_class,
    stored,
    type_name,
)


class Meta(type):
    """A metaclass that notices when one of its classes is asked for anything."""

    def __getattribute__(cls, name: str) -> Any:
        raise AssertionError(name)

    def __eq__(cls, other: object) -> bool:
        raise AssertionError

    def __hash__(cls) -> int:
        raise AssertionError


class Trap(metaclass=Meta):
    """An object that notices when it is asked for anything."""

    constant = 1

    def __init__(self) -> None:
        object.__setattr__(self, "kept", 2)

    def __getattribute__(self, name: str) -> Any:
        if name == "__setattr__":
            return object.__getattribute__(self, name)
        raise AssertionError(name)

    @property
    def computed(self) -> int:
        """Fail."""
        raise AssertionError


class Slotted:
    """An object with a slot that is set and one that is not."""

    __slots__ = ("filled", "free")

    def __init__(self) -> None:
        self.filled = 3


class ForgedDict:
    """An object that computes its `__dict__`."""

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]  # on purpose
        raise AssertionError


def test_names_and_attributes_are_read_from_where_they_are_stored() -> None:
    """No method of the object or its metaclass is called."""
    trap = Trap.__new__(Trap) if False else object.__new__(type_of_trap())
    types.MethodType(object.__setattr__, trap)("kept", 2)
    assert type_name(trap) == "Trap"
    assert instance_dict(trap) == {"kept": 2}
    assert stored(trap, "kept") == 2
    assert stored(trap, "constant") == 1
    assert stored(trap, "computed", "no") == "no"
    assert stored(trap, "missing", "no") == "no"


def type_of_trap() -> Any:
    """Return the class without asking it for anything."""
    return Trap


def test_slots_are_read() -> None:
    """One that is not set gives the default."""
    assert stored(Slotted(), "filled") == 3
    assert stored(Slotted(), "free", "no") == "no"


def test_a_computed_dict_is_not_asked_for() -> None:
    """The real one is found behind it."""
    assert instance_dict(ForgedDict()) in ({}, None)


def test_a_proxy_cannot_deny_its_class() -> None:
    """`isinstance` would resolve it."""
    proxy = LocalProxy(lambda: 1 / 0)
    assert not is_a(proxy, int)
    assert is_a(proxy, LocalProxy)
    assert class_attribute(type(proxy), "missing", "no") == "no"


def test_a_class_is_known_only_if_its_library_has_it() -> None:
    """Its `__module__` alone proves nothing."""
    assert is_known_class(KeyError)
    assert is_known_class(LocalProxy)
    forged = type("KeyError", (Exception,), {"__module__": "builtins"})
    assert not is_known_class(forged)
    assert not is_known_class(Slotted)
    assert not is_own_class(KeyError)
