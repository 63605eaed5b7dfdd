"""Containment: which event happened inside which, by their times and by what they say of each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from server.lenses.kit.event_reader import finite
from server.model.event import Event

_HOLDS: Final = ("hook", "view", "template", "signal", "form", "login")
_SLACK: Final = 0.01


@dataclass(kw_only=True, slots=True, eq=False)
class EventTree:
    """An event with those that began and ended inside it."""

    event: Event
    at: float
    took: float | None
    inner: "list[EventTree]" = field(default_factory=list)

    @property
    def end(self) -> float:
        """When it was over, in milliseconds from the start of the exchange."""
        return self.at + (self.took or 0.0)

    def holds(self, other: "EventTree") -> bool:
        """Whether the other one lies within this one, give or take the clock's own error."""
        return (
            self.event.kind in _HOLDS
            and self.took is not None
            and self.at - _SLACK <= other.at < self.end
            and other.end <= self.end + _SLACK
        )


def nested(events: tuple[Event, ...]) -> list[EventTree]:
    """The events as trees, in the order of beginnings."""
    tops: list[EventTree] = []
    path: list[EventTree] = []
    for event in sorted(events, key=lambda one: finite(one.seq) or 0.0):
        took = finite(event.took)
        nest = EventTree(
            event=event, at=finite(event.at) or 0.0, took=None if took is None else max(took, 0.0)
        )
        while path and not path[-1].holds(nest):
            path.pop()
        (path[-1].inner if path else tops).append(nest)
        path.append(nest)
    return _with_cookies(_with_exceptions(tops))


def _with_exceptions(tops: list[EventTree]) -> list[EventTree]:
    """What a hook or view raised is seen only once it has left it; it belongs inside all the same."""
    kept: list[EventTree] = []
    for nest in tops:
        before = kept[-1] if kept else None
        if before is not None and nest.event.kind == "exception" and _came_from(nest, before):
            before.inner.append(nest)
        else:
            kept.append(nest)
    return kept


def _came_from(nest: EventTree, before: EventTree) -> bool:
    where, raised = _field(nest, "where"), _field(before, "raised")
    return bool(raised) and isinstance(where, str) and where in (before.event.kind, "template")


def _with_cookies(tops: list[EventTree]) -> list[EventTree]:
    """Set-Cookie headers leave with the response, whenever the probe came to count them."""
    response = next((nest for nest in tops if nest.event.kind == "response"), None)
    if response is None:
        return tops
    leaving = [nest for nest in tops if nest.event.kind == "cookie" and _field(nest, "direction") == "set"]
    for nest in leaving:
        nest.at = response.at
    response.inner += leaving
    return [nest for nest in tops if nest not in leaving]


def _field(nest: EventTree, name: str) -> object:
    body = nest.event.body
    return body.get(name) if isinstance(body, Mapping) else None
