"""Parts of a large exchange that a page fetches when they are opened: details of lines, rows of tables."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from server.lenses.journey.journey import Journey
from server.lenses.journey.nodes import Node
from server.lenses.journey.size_limit import MOST_EVENTS
from server.lenses.kit.blocks import Block, Fold, Section, Table
from server.model.exchange import Exchange
from server.model.whole_number import whole_number

LARGE: Final = 150
"""The number of events from which on a page of an exchange holds only what is seen at first."""
MOST_ON_DEMAND: Final = 2_500
PAGE_ROWS: Final = 100

_REPEAT: Final = "r"
"""Marks in a place the number of a line among those that another line stands for."""

Address = Callable[[str], str]


def is_large(exchange: Exchange) -> bool:
    """Return whether the page of a stored exchange is to fetch parts of it on demand."""
    return exchange.id > 0 and len(exchange.events) >= LARGE


def most_events(exchange: Exchange) -> int:
    """Return how many events its Journey may have."""
    return MOST_ON_DEMAND if is_large(exchange) else MOST_EVENTS


def without_details(journey: Journey, address: Address) -> Journey:
    """Return the Journey with an address in place of the details and repeats of each line.

    `address` makes it of the place of the line, which `node_at` understands.
    """
    stages = tuple(
        replace(stage, nodes=_without_details(stage.nodes, f"{number}.", address))
        for number, stage in enumerate(journey.stages)
    )
    return replace(journey, stages=stages)


def with_lines(node: Node, place: str, address: Address) -> Node:
    """Return the line at a place with the lines that it stands for, but without the details of these."""
    return replace(node, repeats=_without_details(node.repeats, f"{place}.{_REPEAT}", address))


def _without_details(nodes: tuple[Node, ...], place: str, address: Address) -> tuple[Node, ...]:
    return tuple(
        replace(
            node,
            blocks=(),
            repeats=(),
            inner=_without_details(node.inner, f"{place}{index}.", address),
            later=address(f"{place}{index}") if node.blocks or node.repeats else "",
        )
        for index, node in enumerate(nodes)
    )


def node_at(journey: Journey, place: str) -> Node | None:
    """Return the line at a place, or None."""
    stage, *steps = place.split(".")
    if not all(step.removeprefix(_REPEAT).isdecimal() for step in (stage, *steps)):
        return None
    node: Node | None = None
    try:
        for step in steps:
            if node is None:
                node = journey.stages[int(stage)].nodes[int(step)]
            elif step.startswith(_REPEAT):
                node = node.repeats[int(step.removeprefix(_REPEAT))]
            else:
                node = node.inner[int(step)]
    except (IndexError, ValueError):
        return None
    return node


def first_rows(blocks: tuple[Block, ...], address: Address) -> tuple[Block, ...]:
    """Return the blocks with only the first rows of each long table, and the address of the others.

    `address` makes it of the place of the first of them, which `rows_from` understands.
    """
    numbers = itertools.count()

    def shorten(block: Block) -> Block:
        match block:
            case Table():
                return _page(block, next(numbers), 0, address)
            case Fold() | Section():
                return replace(block, blocks=tuple(map(shorten, block.blocks)))
            case _:
                return block

    return tuple(map(shorten, blocks))


def rows_from(blocks: tuple[Block, ...], place: str, address: Address) -> Table | None:
    """Return a table with its rows from a place on, or None."""
    table, start = map(whole_number, place.partition(".")[::2])
    if table is None or start is None:
        return None
    found = next((each for number, each in enumerate(_tables(blocks)) if number == table), None)
    return None if found is None else _page(found, table, start, address)


def _page(table: Table, number: int, start: int, address: Address) -> Table:
    end = start + PAGE_ROWS
    left = max(len(table.rows) - end, 0)
    more = address(f"{number}.{end}") if left else ""
    return replace(table, rows=table.rows[start:end], more=more, left=min(left, PAGE_ROWS))


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Fold | Section):
            yield from _tables(block.blocks)
