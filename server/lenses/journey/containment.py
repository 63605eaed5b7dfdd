"""Which event happened inside which other one, from their times and from what their bodies say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from server.lenses.kit.event_reader import finite
from server.lenses.registry import JOURNEY_ENTRIES
from server.model.event import Event

_CLOCK_ERROR: Final = 0.01
"""Milliseconds by which two readings of the guest's clock may disagree."""


@dataclass(kw_only=True, slots=True, eq=False)
class EventTree:
    """An event with the events that started and ended inside it; `at` and `took` are milliseconds."""

    event: Event
    at: float
    took: float | None
    inner: "list[EventTree]" = field(default_factory=list)

    @property
    def end(self) -> float:
        """When the event ended, in milliseconds from the start of the exchange."""
        return self.at + (self.took or 0.0)

    def encloses(self, other: "EventTree") -> bool:
        """Return whether the other event happened within this one, of a kind that contains others."""
        entry = JOURNEY_ENTRIES.get(self.event.kind)
        return (
            entry is not None
            and entry.contains
            and self.took is not None
            and self.at - _CLOCK_ERROR <= other.at < self.end
            and other.end <= self.end + _CLOCK_ERROR
        )


def event_trees(events: tuple[Event, ...]) -> list[EventTree]:
    """Return the events of one thread as trees, in the order in which they started."""
    tops: list[EventTree] = []
    path: list[EventTree] = []
    for event in sorted(events, key=lambda one: finite(one.seq) or 0.0):
        took = finite(event.took)
        tree = EventTree(
            event=event, at=finite(event.at) or 0.0, took=None if took is None else max(took, 0.0)
        )
        while path and not path[-1].encloses(tree):
            path.pop()
        (path[-1].inner if path else tops).append(tree)
        path.append(tree)
    return _with_cookies(_with_exceptions(tops))


def all_of(trees: list[EventTree]) -> Iterator[EventTree]:
    """Yield the trees and everything inside them, in no particular order."""
    stack = list(trees)
    while stack:
        tree = stack.pop()
        yield tree
        stack += tree.inner


def _with_exceptions(tops: list[EventTree]) -> list[EventTree]:
    """Move exceptions into the hook or view that raised them: the probe reports them after it has ended."""
    kept: list[EventTree] = []
    for tree in tops:
        before = kept[-1] if kept else None
        if before is not None and tree.event.kind == "exception" and _was_raised_in(tree, before):
            before.inner.append(tree)
        else:
            kept.append(tree)
    return kept


def _was_raised_in(tree: EventTree, before: EventTree) -> bool:
    where, raised = _field(tree, "where"), _field(before, "raised")
    return bool(raised) and isinstance(where, str) and where in (before.event.kind, "template")


def _with_cookies(tops: list[EventTree]) -> list[EventTree]:
    """Move Set-Cookie headers into the response that carries them, whenever the probe reported them."""
    response = next((tree for tree in tops if tree.event.kind == "response"), None)
    if response is None:
        return tops
    cookies = [tree for tree in tops if tree.event.kind == "cookie" and _field(tree, "direction") == "set"]
    for tree in cookies:
        tree.at = response.at
    response.inner += cookies
    return [tree for tree in tops if tree not in cookies]


def _field(tree: EventTree, name: str) -> object:
    body = tree.event.body
    return body.get(name) if isinstance(body, Mapping) else None
