"""The object graph, built once."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from server import preferences
from server.handbook.catalogue.catalogue import Catalogue, open_catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.live_feed import LiveFeed
from server.model.exchange import Exchange
from server.model.mail import MailMessage
from server.runner.guests.guests import Guests
from server.store import Store
from server.window_api import WindowApi


@dataclass(kw_only=True, slots=True)
class Services:
    """Everything that a page may ask; `shell` is None where there is no window.

    `data` is the folder of the user's data, which holds the store and the working copies.
    """

    data: Path
    store: Store
    guests: Guests
    catalogue: Catalogue
    prover: Prover
    workcopies: WorkingCopies
    feed: LiveFeed
    shell: WindowApi | None = None

    def close(self) -> None:
        """End the streams, then the guests with their whole process trees, then the store."""
        self.feed.close()
        self.prover.close()
        self.guests.close()
        self.store.close()


def build(data: Path, *, shell: WindowApi | None = None) -> Services:
    """The graph on the user's data in `data`, which is made if it is missing."""
    data.mkdir(parents=True, exist_ok=True)
    feed = LiveFeed()
    store = Store(data / "fumehood.sqlite3")
    store.cap_bytes = preferences.cap_bytes(store.settings)

    def ended(exchange: Exchange) -> None:
        store.add(exchange)
        for sent in exchange.of("mail"):
            if sent.body["letter"] is not None:
                store.mail.tie(sent.body["letter"], exchange.id)
        feed.ended(exchange)

    def caught(letter: MailMessage) -> None:
        guest = guests.get(letter.guest)
        name = guest.target.name if guest is not None else ""
        feed.mailed(store.mail.add(replace(letter, app=name)))

    def changed(exchange: Exchange) -> None:
        store.add(exchange)
        feed.changed(exchange)

    guests = Guests(
        on_change=changed,
        on_begin=feed.began,
        on_exchange=ended,
        on_status=feed.guest,
        on_mail=caught,
        next_id=store.next_id,
        spares=1,
    )
    catalogue = open_catalogue(store, data)
    return Services(
        data=data,
        store=store,
        guests=guests,
        catalogue=catalogue,
        prover=Prover(guests_factory=partial(Guests, spares=1), catalogue=catalogue),
        workcopies=WorkingCopies(data / "labs"),
        feed=feed,
        shell=shell,
    )
