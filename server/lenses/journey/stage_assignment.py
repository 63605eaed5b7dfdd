"""Places events at the stages of a request."""

from collections.abc import Iterator
from itertools import groupby

from server.lenses.journey.containment import EventTree
from server.lenses.kit import stages
from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.stages import Stage
from server.lenses.registry import JOURNEY_ENTRIES
from server.model.event import Event


def stage_of(event: Event, current: Stage) -> Stage:
    """Return the stage of an event that is inside no other; `current` if its kind or body names none."""
    entry = JOURNEY_ENTRIES.get(event.kind)
    if entry is None:
        return current
    try:
        return entry.stage(EventReader(event.body)) or current
    except UnreadableError:
        return current


def is_late(event: Event) -> bool:
    """Return whether an event happened after the response and so does not count for its time."""
    return stage_of(event, stages.SOCKET) is stages.LATER


def by_stage(trees: list[EventTree]) -> Iterator[tuple[Stage, list[EventTree]]]:
    """Yield each stage with its events, in order; a stage that the request passes twice comes twice."""
    current = stages.SOCKET
    placed: list[tuple[Stage, EventTree]] = []
    for tree in trees:
        current = stage_of(tree.event, current)
        placed.append((current, tree))
    for stage, group in groupby(placed, key=lambda entry: entry[0]):
        yield stage, [tree for _stage, tree in group]
