"""How much memory an event takes."""

from collections.abc import Iterable, Mapping
from sys import getsizeof
from typing import Any

from server.model.event import Event


def weight_of(event: Event) -> int:
    """Return about how many bytes of memory an event takes; each of its values counts, also an empty one."""
    caller = event.caller
    texts = (event.family, caller and caller.file, caller and caller.function)
    return weight_of_value(event.body) + sum(getsizeof(text) for text in texts if text)


def weight_of_all(events: Iterable[Event]) -> int:
    """Return about how many bytes of memory events take together."""
    return sum(map(weight_of, events))


def weight_of_value(value: Any) -> int:
    """Return about how many bytes a JSON value takes; those that Python keeps once count too."""
    if isinstance(value, list):
        return getsizeof(value) + sum(map(weight_of_value, value))
    if isinstance(value, Mapping):
        return getsizeof(value) + sum(map(getsizeof, value)) + sum(map(weight_of_value, value.values()))
    return getsizeof(value)
