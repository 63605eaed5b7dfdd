"""Tests of subclasses of the guest's classes."""

from typing import Any

import pytest

from server.probe.child.sensors.sql.watched_subclass import SLOT, watched_subclass


class Base:
    """A class of a library."""

    def run(self) -> str:
        """Return a word."""
        return "base"


class Own(Base):
    """A class of the guest."""


class Sealed(Base):
    """A class that allows no subclass."""

    def __init_subclass__(cls) -> None:
        """Refuse."""
        raise LookupError("sealed")


def methods(base: Any) -> dict[str, Any]:
    """Return methods that call those of the base."""
    return {"run": lambda self: f"watched {base.run(self)}"}


def test_the_subclass_looks_like_its_base() -> None:
    """It has its name, module and documentation, and a slot for the probe."""
    subclass = watched_subclass(Own, Base, methods)
    assert issubclass(subclass, Own)
    assert (subclass.__name__, subclass.__module__, subclass.__doc__) == ("Own", __name__, Own.__doc__)
    instance = subclass()
    assert instance.run() == "watched base"
    setattr(instance, SLOT, "a statement")


def test_a_class_has_one_watched_subclass() -> None:
    """Which is not subclassed again."""
    subclass = watched_subclass(Own, Base, methods)
    assert watched_subclass(Own, Base, methods) is subclass
    assert watched_subclass(subclass, Base, methods) is subclass


@pytest.mark.parametrize(
    "factory", [Sealed, dict, Own().run, None], ids=["sealed", "other", "function", "none"]
)
def test_what_cannot_be_watched_is_returned_as_it_is(factory: Any) -> None:
    """The guest gets what it asked for."""
    assert watched_subclass(factory, Base, methods) == factory
