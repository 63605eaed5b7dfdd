"""Read the filter bar above the list of exchanges, and return the rows that pass it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from server.model.exchange import ExchangeRow
from server.store import ExchangeFilter, row_of
from server.web.base.context import services
from server.web.base.static_requests import is_static

PAGE: Final = 100
_CLASSES: Final = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFilter:
    """The values of the filter bar; `hide_static` leaves out style sheets, scripts, images and fonts."""

    text: str = ""
    method: str = ""
    status: str = ""
    hide_static: bool = False

    @property
    def empty(self) -> bool:
        """Return whether the filter lets everything pass."""
        return not (self.text or self.method or self.status or self.hide_static)


def read(form: Mapping[str, str]) -> ListFilter:
    """Return the filter of a query string; unknown values are ignored."""
    status = form.get("status", "")
    return ListFilter(
        text=form.get("text", "").strip(),
        method=form.get("method", "").upper(),
        status=status if status in _CLASSES or status == "failed" else "",
        hide_static=form.get("static") == "hide",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RowsPage:
    """A page of the list: rows of this opening of the app, then those of earlier openings.

    `more` and `more_earlier` are the ids to continue before, None at the end.
    """

    rows: tuple[ExchangeRow, ...] = ()
    more: int | None = None
    earlier: tuple[ExchangeRow, ...] = ()
    more_earlier: int | None = None


def page(guest: str, bar: ListFilter, before: int | None = None, *, earlier: bool = False) -> RowsPage:
    """Return a page, newest first; with `earlier` of earlier openings only, otherwise those come last.

    Exchanges that have not finished come first on the first page of an unfiltered list.
    """
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
    matching = services().store.rows(conditions, before=before, limit=PAGE + 1)
    more = matching[PAGE - 1].id if len(matching) > PAGE else None
    return tuple(row for row in matching[:PAGE] if not (bar.hide_static and is_static(row))), more


def _conditions(bar: ListFilter) -> ExchangeFilter:
    return ExchangeFilter(
        text=bar.text,
        method=bar.method or None,
        status_class=_CLASSES.get(bar.status),
        failed=bar.status == "failed",
    )
