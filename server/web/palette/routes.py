"""The entries of the command palette that change: the user's apps, routes, recent requests, and settings.

The page itself holds the commands and the labs. These entries are fetched whenever the palette is opened.
"""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, url_for

from server import preferences
from server.i18n import Lazy
from server.i18n import lazy_gettext as _
from server.model.exchange import ExchangeRow
from server.model.guest import GuestState
from server.runner.guests.guests import Guest
from server.startup_choices import LANGUAGES
from server.web.base.context import services, settings
from server.web.bench.route_list import ListedRoute, listed
from server.web.bench.urls import return_url
from server.web.open_app.starting import open_guest

blueprint = Blueprint("palette", __name__)

MAX_RECENT: Final = 20
MAX_REQUESTS: Final = 10
MAX_ROUTES: Final = 300
_READ: Final = 60
"""How many exchanges are looked at for the newest different ones."""

SETTINGS: Final[tuple[tuple[str, Lazy], ...]] = (
    ("start_seconds", _("Time to start")),
    ("request_seconds", _("Time to answer")),
    ("memory_mb", _("Memory")),
    ("open_files", _("Open files")),
    ("own_labs", _("Labs of your own")),
    ("history_mb", _("Disk space for history")),
)
"""The fields of the page of settings, by their ids."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentRequest:
    """An exchange, the name of its app if that is open, and the address where it is shown."""

    row: ExchangeRow
    app: str
    href: str

    @property
    def text(self) -> str:
        """Return the request as it is listed."""
        query = f"?{self.row.query}" if self.row.query else ""
        return f"{self.row.method} {self.row.path}{query}"


@blueprint.get("/palette")
def items() -> str:
    """Show the entries as items of the palette."""
    guests = services().guests.all()
    recent = services().store.recent.list(limit=MAX_RECENT)
    return render_template(
        "palette/_items.html",
        guests=guests,
        alive=(GuestState.STARTING, GuestState.READY),
        return_url=return_url,
        recent=tuple(item for item in recent if open_guest(item.target) is None),
        requests=_recent_requests(),
        routes=_routes(guests),
        settings=SETTINGS,
        languages=(("auto", _("System")), *LANGUAGES.items()),
        chosen_language=preferences.language(settings()),
    )


def _routes(guests: tuple[Guest, ...]) -> tuple[tuple[Guest, ListedRoute], ...]:
    every = ((guest, route) for guest in guests for route in listed(guest.status.routes))
    return tuple(every)[:MAX_ROUTES]


def _recent_requests() -> tuple[RecentRequest, ...]:
    """Return the newest exchanges, of requests that are alike only the newest."""
    newest: dict[tuple[str, str, str, str], ExchangeRow] = {}
    for row in services().store.rows(limit=_READ):
        newest.setdefault((row.guest, row.method, row.path, row.query), row)
    return tuple(_recent_request(row) for row in list(newest.values())[:MAX_REQUESTS])


def _recent_request(row: ExchangeRow) -> RecentRequest:
    guest = services().guests.get(row.guest)
    if guest is None:
        return RecentRequest(row=row, app="", href=url_for("exchanges.show", id=row.id))
    href = url_for("bench.show", guest_id=guest.id, exchange=row.id)
    return RecentRequest(row=row, app=guest.target.name, href=href)
