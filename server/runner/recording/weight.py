"""How much memory an event takes, roughly."""

from collections.abc import Mapping
from typing import Any

from server.model.event import Event


def weight_of(event: Event) -> int:
    """Return about how many characters an event holds."""
    caller = event.caller
    texts = (event.family, caller and caller.file, caller and caller.function)
    return _weight(event.body) + sum(len(text) for text in texts if text)


def _weight(value: Any) -> int:
    """Estimate how many characters a value holds; an empty one counts too, because it takes memory."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return sum(map(_weight, value)) + 64
    if isinstance(value, Mapping):
        return sum(map(_weight, value.values())) + sum(map(len, value)) + 64
    return 8
