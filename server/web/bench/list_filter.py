"""Which exchanges a list shows, from the words of its filter bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.model.exchange import ExchangeRow
from server.store import RowFilter, row_of
from server.web.base.context import services
from server.web.base.static_files import is_static

PAGE: Final = 100
_CLASSES: Final = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListFilter:
    """What the bar above a list says; `hide_static` leaves out styles, scripts, images and fonts."""

    text: str = ""
    method: str = ""
    status: str = ""
    hide_static: bool = False

    @property
    def empty(self) -> bool:
        """Whether everything is shown."""
        return not (self.text or self.method or self.status or self.hide_static)


def read(form: Mapping[str, str]) -> ListFilter:
    """The filter of a query string; what it does not know is ignored."""
    status = form.get("status", "")
    return ListFilter(
        text=form.get("text", "").strip(),
        method=form.get("method", "").upper(),
        status=status if status in _CLASSES or status == "failed" else "",
        hide_static=form.get("static") == "hide",
    )


def rows(
    guest: str, wanted: ListFilter, before: int | None = None
) -> tuple[tuple[ExchangeRow, ...], int | None]:
    """A page of rows, newest first, and the id to go on from, None at the end.

    Those that are still under way stand on top of the first page.
    """
    found = services().store.rows(
        RowFilter(
            text=wanted.text,
            method=wanted.method or None,
            status_class=_CLASSES.get(wanted.status),
            failed=wanted.status == "failed",
            guest=guest,
        ),
        before=before,
        limit=PAGE + 1,
    )
    more = found[PAGE - 1].id if len(found) > PAGE else None
    shown = [row for row in found[:PAGE] if not (wanted.hide_static and is_static(row))]
    if before is None and wanted.empty:
        kept = {row.id for row in shown}
        begun = (
            one for one in services().live_feed.open_exchanges() if one.guest == guest and one.id not in kept
        )
        shown = [*(row_of(one) for one in begun), *shown]
    return tuple(shown), more
