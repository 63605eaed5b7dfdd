"""Builds the objects that the workbench consists of, and closes them in the right order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from server import preferences, settings_file
from server.handbook.catalogue.catalogue import Catalogue, open_catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.handbook.search.index import SearchIndex
from server.learning.jobs import StartThread
from server.learning.reader import Reader
from server.live_feed import LiveFeed
from server.model.exchange import Exchange
from server.model.guest import GuestState
from server.model.notifications import GuestChanged, Notification, StoreChanged, Subscriber
from server.runner.guests.guests import Guests
from server.runner.requests.send_queue import SendQueue
from server.runner.requests.series import SeriesByGuest
from server.startup_choices import STORE_FILE
from server.store import Store
from server.store.apps.secret_variables import FILE_NAME, SecretVariables
from server.tools.access.run import AccessRuns
from server.updater import Updater
from server.window_api import WindowApi

# The whole file of the store is checked this long after the start, which the check would slow down.
CHECK_AFTER_SECONDS: Final = 20.0
# A request that is paused goes on by itself after this long.
PAUSE_SECONDS: Final = 300.0


@dataclass(kw_only=True, slots=True)
class Services:
    """Everything that a page may use; `window_api` is None where there is no window.

    `data` is the folder of the user's data, which holds the store and the working copies. `log` is the file
    that messages are logged to, None if there is none. `updater` is None where nothing replaces the
    program.
    """

    data: Path
    store: Store
    guests: Guests
    catalogue: Catalogue
    prover: Prover
    working_copies: WorkingCopies
    secrets: SecretVariables
    reader: Reader
    search: SearchIndex
    live_feed: LiveFeed
    sends: SendQueue
    series: SeriesByGuest = field(default_factory=SeriesByGuest)
    window_api: WindowApi | None = None
    log: Path | None = None
    updater: Updater | None = None
    access: AccessRuns = field(default_factory=AccessRuns)

    def stop(self) -> None:
        """End the streams, what waits to be sent, and the guests with their whole process trees.

        The store stays open for the requests that this ends: their pages are still to be made.
        """
        self.live_feed.close()
        self.access.close()
        self.sends.close()
        self.series.close()
        self.prover.close()
        self.guests.close()

    def close(self) -> None:
        """Stop everything, then close the store."""
        self.stop()
        self.store.close()


def build(
    data: Path,
    *,
    start_thread: StartThread,
    window_api: WindowApi | None = None,
    catalogue: Catalogue | None = None,
    prover: Prover | None = None,
) -> Services:
    """Build the services on the user's data in `data`; the folder is created if that is possible.

    `start_thread` starts the threads of the reader. Without a `catalogue` the handbook has our labs and
    the user's own; without a `prover` claims are decided on guests of their own.
    """
    live_feed = LiveFeed()
    store = Store(data / STORE_FILE, on_outage=lambda: live_feed.handle(StoreChanged()), find=_codes_of)
    settings_file.synchronise(data, store.settings, store.health.set_aside)
    store.cap_bytes = preferences.cap_bytes(store.settings, store.used_bytes)
    store.keep_days = preferences.number(store.settings, preferences.HISTORY_DAYS)
    store.health.check_later(CHECK_AFTER_SECONDS)

    def remember_port(notification: Notification) -> None:
        if not isinstance(notification, GuestChanged) or notification.state is not GuestState.READY:
            return
        guest = guests.get(notification.guest)
        port = guest.status.port if guest is not None else None
        if guest is None or port is None:
            return
        chosen = store.projects.settings(guest.target)
        if chosen.last_port != port:
            store.projects.save(guest.target, replace(chosen, last_port=port))

    guests = Guests(
        # A page is notified by the store, once that has kept what the page will show.
        notify=partial(notify_in_order, (partial(store.handle, then=live_feed.handle), remember_port)),
        next_id=store.next_id,
        warm=1,
        pause_seconds=PAUSE_SECONDS,
    )

    catalogue = catalogue or open_catalogue(store, data)
    prover = prover or Prover(
        guests_factory=partial(Guests, warm=1, fork_servers=guests.fork_servers), catalogue=catalogue
    )
    working_copies = WorkingCopies(data / "labs")
    return Services(
        data=data,
        store=store,
        guests=guests,
        catalogue=catalogue,
        prover=prover,
        working_copies=working_copies,
        secrets=SecretVariables(data / FILE_NAME),
        reader=Reader(
            store=store,
            prover=prover,
            catalogue=catalogue,
            working_copies=working_copies,
            start_thread=start_thread,
        ),
        search=SearchIndex(catalogue),
        live_feed=live_feed,
        sends=SendQueue(live_feed.handle),
        window_api=window_api,
    )


def notify_in_order(subscribers: Sequence[Subscriber], notification: Notification) -> None:
    """Pass the notification to each subscriber in turn; one that raises keeps it from those after it."""
    for notify in subscribers:
        notify(notification)


def _codes_of(exchange: Exchange) -> str:
    """Return the codes of what is wrong in an exchange."""
    from server.lenses.findings.registry import codes_of  # noqa: PLC0415 - the home page needs no lens

    return codes_of(exchange)
