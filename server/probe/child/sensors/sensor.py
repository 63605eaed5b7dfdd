"""The record that describes one sensor to the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, NamedTuple

if TYPE_CHECKING:
    from ..recording.probe import Probe


def never_blocked(_: Probe) -> str | None:
    """Return None: the sensor can always observe."""
    return None


class Library(NamedTuple):
    """A library that a sensor observes: the name to import it by, and its name for people."""

    module: str
    title: str


class Sensor(NamedTuple):
    """One source of events; each module of this package that observes something defines one as `SENSOR`."""

    kind: str
    """The kind of the events that it reports; also its name in the `ready` message."""

    attach: Callable[[Probe], None]
    """Start observing: register listeners with the probe, patch the libraries or wait for their import.

    Called once, before the guest's app is loaded. An exception turns this one sensor off.
    """

    needs_flask: bool = False
    """Whether it observes Flask itself; without a supported Flask it is not attached."""

    libraries: tuple[Library, ...] = ()
    """The libraries that it observes, if any; it is on as soon as the guest has imported one of them."""

    blocked_by: Callable[[Probe], str | None] = never_blocked
    """Return a sentence that says why it cannot observe in this guest, or None if it can."""
