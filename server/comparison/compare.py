"""Compare two exchanges: which parts differ, and in which lines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from server.comparison import exchange_lines
from server.comparison.pairing import (
    MOST_LINES,
    LineChange,
    LinePair,
    NamedLine,
    pair_by_name,
    pair_in_order,
)
from server.i18n import Lazy, lazy_gettext
from server.i18n import gettext as _
from server.lenses.kit.event_reader import UnreadableError
from server.model.exchange import Exchange

KEPT_AROUND: Final = 2
"""Of equal lines in a row, so many are shown before and after a difference."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangePart:
    """A part of an exchange; lines `in_order` are compared like those of a file, others by their names.

    A part that is not `decisive` never makes two exchanges different: no two requests take the same time.
    """

    id: str
    title: Lazy
    lines: Callable[[Exchange], Iterable[NamedLine]]
    in_order: bool = False
    decisive: bool = True


PARTS: Final = (
    ExchangePart(id="overview", title=lazy_gettext("Overview"), lines=exchange_lines.overview),
    ExchangePart(
        id="exceptions", title=lazy_gettext("Exceptions"), lines=exchange_lines.exceptions, in_order=True
    ),
    ExchangePart(id="request", title=lazy_gettext("Request"), lines=exchange_lines.request),
    ExchangePart(
        id="request-body",
        title=lazy_gettext("Body of the request"),
        lines=exchange_lines.request_body,
        in_order=True,
    ),
    ExchangePart(id="routing", title=lazy_gettext("Routing"), lines=exchange_lines.routing),
    ExchangePart(id="hooks", title=lazy_gettext("Hooks"), lines=exchange_lines.hooks, in_order=True),
    ExchangePart(id="sql", title=lazy_gettext("SQL"), lines=exchange_lines.sql, in_order=True),
    ExchangePart(
        id="context", title=lazy_gettext("Templates and their values"), lines=exchange_lines.context
    ),
    ExchangePart(id="session", title=lazy_gettext("Session"), lines=exchange_lines.session),
    ExchangePart(
        id="headers", title=lazy_gettext("Headers of the response"), lines=exchange_lines.response_headers
    ),
    ExchangePart(
        id="body",
        title=lazy_gettext("Body of the response"),
        lines=exchange_lines.response_body,
        in_order=True,
    ),
    ExchangePart(
        id="messages", title=lazy_gettext("Logs and output"), lines=exchange_lines.messages, in_order=True
    ),
    ExchangePart(id="times", title=lazy_gettext("Time"), lines=exchange_lines.times, decisive=False),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PartComparison:
    """A part of two exchanges with its paired lines; `left_out` lines of the longer one were not compared."""

    part: ExchangePart
    pairs: tuple[LinePair, ...]
    left_out: int = 0

    @property
    def differences(self) -> int:
        """Return how many lines differ."""
        return sum(pair.change is not LineChange.SAME for pair in self.pairs)

    @property
    def shown(self) -> tuple[LinePair | int, ...]:
        """Return the lines to show; of many equal ones in a row only their number."""
        found: list[LinePair | int] = []
        run: list[LinePair] = []
        for pair in (*self.pairs, None):
            if pair is not None and pair.change is LineChange.SAME:
                run.append(pair)
                continue
            found += _shortened(run, at_start=not found, at_end=pair is None)
            run = []
            if pair is not None:
                found.append(pair)
        return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two exchanges, and what was found of each part that at least one of them has."""

    before: Exchange
    after: Exchange
    parts: tuple[PartComparison, ...]

    @property
    def different(self) -> tuple[PartComparison, ...]:
        """Return the parts that differ, without those that always do."""
        return tuple(each for each in self.parts if each.part.decisive and each.differences)

    @property
    def same(self) -> tuple[PartComparison, ...]:
        """Return the parts in which nothing differs."""
        return tuple(each for each in self.parts if each.part.decisive and not each.differences)

    @property
    def always(self) -> tuple[PartComparison, ...]:
        """Return the parts that are never the same."""
        return tuple(each for each in self.parts if not each.part.decisive)


def compare(before: Exchange, after: Exchange) -> Comparison:
    """Return what differs between two exchanges; never raises, whatever the guests sent."""
    found = (_compare_part(part, before, after) for part in PARTS)
    return Comparison(before=before, after=after, parts=tuple(each for each in found if each.pairs))


def _compare_part(part: ExchangePart, before: Exchange, after: Exchange) -> PartComparison:
    old, new = _lines(part, before), _lines(part, after)
    left_out = max(len(old), len(new)) - MOST_LINES
    old, new = old[:MOST_LINES], new[:MOST_LINES]
    pairs = pair_in_order(old, new) if part.in_order else pair_by_name(old, new)
    return PartComparison(part=part, pairs=pairs, left_out=max(left_out, 0))


def _lines(part: ExchangePart, exchange: Exchange) -> tuple[NamedLine, ...]:
    found: list[NamedLine] = []
    try:
        found.extend(islice(part.lines(exchange), 100 * MOST_LINES))
    except UnreadableError:
        found.append(NamedLine("", _("Could not read this.")))
    return tuple(found)


def _shortened(run: list[LinePair], *, at_start: bool, at_end: bool) -> list[LinePair | int]:
    head = 0 if at_start else KEPT_AROUND
    tail = 0 if at_end else KEPT_AROUND
    hidden = len(run) - head - tail
    if hidden <= 1:
        return [*run]
    return [*run[:head], hidden, *run[len(run) - tail :]]
