"""Finds nodes in a Journey."""

from server.lenses.journey.journey import Journey
from server.lenses.journey.nodes import Node


def node(made: Journey, kind: str) -> Node:
    """Return the first node of one kind, at any depth."""
    return next(one for one in made.nodes() if one.kind == kind)
