"""The object graph, built once."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from server import preferences
from server.handbook.catalogue.catalogue import Catalogue, open_catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.handbook.search.index import SearchIndex
from server.learning.jobs import StartThread
from server.learning.reader import Reader
from server.live_feed import LiveFeed
from server.model.exchange import Exchange
from server.model.mail import MailMessage
from server.runner.guests.guests import Guests
from server.store import Store
from server.window_api import WindowApi


@dataclass(kw_only=True, slots=True)
class Services:
    """Everything that a page may use; `window_api` is None where there is no window.

    `data` is the folder of the user's data, which holds the store and the working copies.
    """

    data: Path
    store: Store
    guests: Guests
    catalogue: Catalogue
    prover: Prover
    working_copies: WorkingCopies
    reader: Reader
    search: SearchIndex
    live_feed: LiveFeed
    window_api: WindowApi | None = None

    def close(self) -> None:
        """End the streams, then the guests with their whole process trees, then the store."""
        self.live_feed.close()
        self.prover.close()
        self.guests.close()
        self.store.close()


def build(
    data: Path,
    *,
    start_thread: StartThread,
    window_api: WindowApi | None = None,
    catalogue: Catalogue | None = None,
    prover: Prover | None = None,
) -> Services:
    """Build the graph on the user's data in `data`; the folder is created if it is missing.

    `start_thread` starts the threads of the reader. Without a `catalogue` the handbook has our labs and
    the user's own; without a `prover` claims are decided on guests of their own.
    """
    data.mkdir(parents=True, exist_ok=True)
    live_feed = LiveFeed()
    store = Store(data / "fumehood.sqlite3")
    store.cap_bytes = preferences.cap_bytes(store.settings)

    def ended(exchange: Exchange) -> None:
        store.add(exchange)
        for sent in exchange.of("mail"):
            if sent.body["letter"] is not None:
                store.mail.tie(sent.body["letter"], exchange.id)
        live_feed.ended(exchange)

    def caught(letter: MailMessage) -> None:
        guest = guests.get(letter.guest)
        name = guest.target.name if guest is not None else ""
        live_feed.mailed(store.mail.add(replace(letter, app=name)))

    def changed(exchange: Exchange) -> None:
        store.add(exchange)
        live_feed.changed(exchange)

    guests = Guests(
        on_change=changed,
        on_begin=live_feed.began,
        on_exchange=ended,
        on_status=live_feed.guest,
        on_mail=caught,
        next_id=store.next_id,
        spares=1,
    )
    catalogue = catalogue or open_catalogue(store, data)
    prover = prover or Prover(guests_factory=partial(Guests, spares=1), catalogue=catalogue)
    working_copies = WorkingCopies(data / "labs")
    return Services(
        data=data,
        store=store,
        guests=guests,
        catalogue=catalogue,
        prover=prover,
        working_copies=working_copies,
        reader=Reader(
            store=store,
            prover=prover,
            catalogue=catalogue,
            working_copies=working_copies,
            start_thread=start_thread,
        ),
        search=SearchIndex(catalogue),
        live_feed=live_feed,
        window_api=window_api,
    )
