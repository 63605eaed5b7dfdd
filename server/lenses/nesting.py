"""Containment: which event happened inside which, by their times."""

from dataclasses import dataclass, field
from typing import Final

from server.lenses.reading import finite
from server.model.event import Event

_HOLDS: Final = ("hook", "view", "template")
_SLACK: Final = 0.01


@dataclass(kw_only=True, slots=True)
class Nest:
    """An event with those that began and ended inside it."""

    event: Event
    at: float
    took: float | None
    inner: "list[Nest]" = field(default_factory=list)

    @property
    def end(self) -> float:
        """When it was over, in milliseconds from the start of the exchange."""
        return self.at + (self.took or 0.0)

    def holds(self, other: "Nest") -> bool:
        """Whether the other one lies within this one, give or take the clock's own error."""
        return (
            self.event.kind in _HOLDS
            and self.took is not None
            and self.at - _SLACK <= other.at < self.end
            and other.end <= self.end + _SLACK
        )


def nested(events: tuple[Event, ...]) -> list[Nest]:
    """The events as trees, in the order of beginnings."""
    tops: list[Nest] = []
    path: list[Nest] = []
    for event in sorted(events, key=lambda one: finite(one.seq) or 0.0):
        took = finite(event.took)
        nest = Nest(event=event, at=finite(event.at) or 0.0, took=None if took is None else max(took, 0.0))
        while path and not path[-1].holds(nest):
            path.pop()
        (path[-1].inner if path else tops).append(nest)
        path.append(nest)
    return tops
