"""Read the filter bar above the list of exchanges, and return the rows that pass it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from server.model.exchange import ExchangeRow
from server.model.whole_number import whole_number
from server.store import NEWEST_FIRST, ExchangeFilter, SortColumn, SortOrder, row_of
from server.web.base.context import services
from server.web.base.static_requests import is_static

PAGE: Final = 100
MOST_SKIPPED: Final = 100_000
SINCE: Final = {"hour": 3600.0, "day": 86_400.0, "week": 604_800.0}
"""The choices of how long ago the oldest exchange may be, in seconds."""
_CLASSES: Final = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_OTHER: Final = ("failed", "raised", "found")
_LONGEST_NAME: Final = 100
_KB: Final = 1024
_MOST_KB: Final = 1 << 30


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFilter:
    """The values of the filter bar; `hide_static` leaves out style sheets, scripts, images and fonts.

    `took` is in milliseconds, `size` in kB, both at least; `since` is a key of `SINCE`. With `everywhere` the
    text is looked for in headers, bodies and all events too.
    """

    text: str = ""
    everywhere: bool = False
    method: str = ""
    status: str = ""
    took: int | None = None
    size: int | None = None
    sql: int | None = None
    since: str = ""
    visitor: str = ""
    pinned: bool = False
    hide_static: bool = False
    order: SortOrder = NEWEST_FIRST

    @property
    def empty(self) -> bool:
        """Return whether the filter lets everything pass, newest first."""
        return self == ListFilter(everywhere=self.everywhere)

    @property
    def more(self) -> bool:
        """Return whether a value is set that is not among the first ones of the bar."""
        return bool(
            self.everywhere or self.took or self.size or self.sql or self.since or self.visitor or self.pinned
        )


def read(form: Mapping[str, str]) -> ListFilter:
    """Return the filter of a query string; unknown values are ignored."""
    status = form.get("status", "")
    column = form.get("sort", "")
    return ListFilter(
        text=form.get("text", "").strip(),
        everywhere=form.get("everywhere") == "yes",
        method=form.get("method", "").upper(),
        status=status if status in _CLASSES or status in _OTHER else "",
        took=whole_number(form.get("took", "")),
        size=whole_number(form.get("size", "")),
        sql=whole_number(form.get("sql", "")),
        since=form.get("since", "") if form.get("since") in SINCE else "",
        visitor=form.get("visitor", "")[:_LONGEST_NAME],
        pinned=form.get("pinned") == "yes",
        hide_static=form.get("static") == "hide",
        order=SortOrder(
            by=SortColumn(column) if column in set(SortColumn) else SortColumn.TIME,
            ascending=form.get("order") == "up",
        ),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RowsPage:
    """A page of the list: rows of this opening of the app, then those of earlier openings.

    `more` and `more_earlier` are the ids to continue before, None at the end. A list that is not `by_time`
    has the rows of all openings in one order, and `more` is the number of rows to skip.
    """

    rows: tuple[ExchangeRow, ...] = ()
    more: int | None = None
    earlier: tuple[ExchangeRow, ...] = ()
    more_earlier: int | None = None
    by_time: bool = True


def page(guest: str, bar: ListFilter, before: int | None = None, *, earlier: bool = False) -> RowsPage:
    """Return a page; with `earlier` of earlier openings only, otherwise those come last.

    Exchanges that have not finished come first on the first page of an unfiltered list. In a list that is
    sorted by something else than time, `before` is the number of rows to skip.
    """
    if bar.order != NEWEST_FIRST:
        return _sorted_page(guest, bar, min(before or 0, MOST_SKIPPED))
    shown, more = ((), None) if earlier else _own_rows(guest, bar, before)
    if more is not None:
        return RowsPage(rows=shown, more=more)
    project = services().store.projects.of_guest(guest)
    if project is None:
        return RowsPage(rows=shown)
    old, more_earlier = _stored(
        replace(_conditions(bar), project=project, except_guest=guest), bar, before if earlier else None
    )
    return RowsPage(rows=shown, earlier=old, more_earlier=more_earlier)


def of_guest(guest: str) -> ExchangeFilter:
    """Return the filter for the exchanges of one opening."""
    return ExchangeFilter(guest=guest)


def visitors(guest: str) -> tuple[str, ...]:
    """Return the names of the visitors as whom requests to the app were sent."""
    project = services().store.projects.of_guest(guest)
    return () if project is None else services().store.marks.visitors(project)


def _sorted_page(guest: str, bar: ListFilter, skip: int) -> RowsPage:
    project = services().store.projects.of_guest(guest)
    conditions = _conditions(bar)
    conditions = replace(conditions, guest=guest) if project is None else replace(conditions, project=project)
    found = services().store.rows(conditions, limit=PAGE + 1, order=bar.order, skip=skip)
    return RowsPage(
        rows=_without_static(found[:PAGE], bar),
        more=skip + PAGE if len(found) > PAGE else None,
        by_time=False,
    )


def _own_rows(guest: str, bar: ListFilter, before: int | None) -> tuple[tuple[ExchangeRow, ...], int | None]:
    shown, more = _stored(replace(_conditions(bar), guest=guest), bar, before)
    if before is None and bar.empty:
        stored = {row.id for row in shown}
        unfinished = (
            exchange
            for exchange in services().live_feed.open_exchanges()
            if exchange.guest == guest and exchange.id not in stored
        )
        shown = (*(row_of(exchange) for exchange in unfinished), *shown)
    return shown, more


def _stored(
    conditions: ExchangeFilter, bar: ListFilter, before: int | None
) -> tuple[tuple[ExchangeRow, ...], int | None]:
    """Return a page of stored rows, and the id to continue before."""
    if bar.everywhere and bar.text:
        found, more = services().store.search_contents(conditions, before=before, limit=PAGE)
        return _without_static(found, bar), more
    matching = services().store.rows(conditions, before=before, limit=PAGE + 1)
    more = matching[PAGE - 1].id if len(matching) > PAGE else None
    return _without_static(matching[:PAGE], bar), more


def _without_static(rows: tuple[ExchangeRow, ...], bar: ListFilter) -> tuple[ExchangeRow, ...]:
    return tuple(row for row in rows if not (bar.hide_static and is_static(row)))


def _conditions(bar: ListFilter) -> ExchangeFilter:
    return ExchangeFilter(
        text=bar.text,
        method=bar.method or None,
        status_class=_CLASSES.get(bar.status),
        failed=bar.status == "failed",
        raised=bar.status == "raised",
        found=bar.status == "found",
        took=bar.took,
        size=None if bar.size is None else min(bar.size, _MOST_KB) * _KB,
        sql_count=bar.sql,
        since=time.time() - SINCE[bar.since] if bar.since else None,
        visitor=bar.visitor or None,
        pinned=bar.pinned,
    )
