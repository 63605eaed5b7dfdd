"""A client of the whole workbench: the real app and store in memory, in front of fake guests."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from flask import Flask
from werkzeug.test import Client, TestResponse

from server.app import create_app
from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.handbook.search.index import SearchIndex
from server.learning.reader import Reader
from server.live_feed import LiveFeed
from server.model.exchange import Exchange
from server.model.guest import Target, TargetKind
from server.model.notifications import ExchangeFinished
from server.runner.guests.guests import Guests
from server.runner.requests.send_queue import SendQueue
from server.services import Services
from server.store import Store
from server.store.apps.secret_variables import SecretVariables
from server.web.base.background import start_thread
from server.web.security.keys import TOKEN_HEADER, Keys
from server.window_api import WindowApi
from tests.support.fake_guests import FakeGuest, FakeGuests
from tests.support.shared import share_templates, shared_catalogue

NAME = "fumehood-0123456789abcdef.localhost"
PORT = 5050


class WorkbenchClient:
    """Sends what our own pages in the launched browser send; `data` is the folder of the user's data."""

    def __init__(self, data: Path, window_api: WindowApi | None = None, store: Store | None = None) -> None:
        self.live_feed = LiveFeed()
        self.store = store or Store(None)
        self.guests = FakeGuests(self._publish, self.store.next_id)
        catalogue = shared_catalogue()
        prover = Prover(guests_factory=Guests, catalogue=catalogue)
        working_copies = WorkingCopies(data / "labs")
        self.services = Services(
            data=data,
            store=self.store,
            guests=cast(Guests, self.guests),
            catalogue=catalogue,
            prover=prover,
            working_copies=working_copies,
            secrets=SecretVariables(None),
            reader=_reader(self.store, catalogue, prover, working_copies),
            search=SearchIndex(catalogue),
            live_feed=self.live_feed,
            sends=SendQueue(self.live_feed.handle),
            window_api=window_api,
        )
        self.keys = Keys(NAME, PORT)
        self.app: Flask = create_app(self.services, self.keys)
        share_templates(self.app)
        self._client = Client(self.app.wsgi_app, use_cookies=False)

    def use_handbook(self, catalogue: Catalogue, prover: Prover | None = None) -> None:
        """Replace the labs, and what decides their claims if a `prover` is given."""
        services = self.services
        services.catalogue = catalogue
        services.prover = prover or services.prover
        services.reader = _reader(self.store, catalogue, services.prover, services.working_copies)
        services.search = SearchIndex(catalogue)

    def open_guest(self, kind: TargetKind = TargetKind.FOLDER, name: str = "shop") -> FakeGuest:
        """Open a guest, which is ready."""
        return self.guests.open(
            Target(kind=kind, spec=f"/srv/{name}", root=Path(f"/srv/{name}"), app="", name=name)
        )

    def add_exchange(self, exchange: Exchange) -> Exchange:
        """Put an exchange into the history, and return it."""
        self._publish(exchange)
        return exchange

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read a page as the window does."""
        return self._client.get(
            path, base_url=self.keys.origin, headers={**self._session, **_dashed(headers)}, buffered=True
        )

    def head(self, path: str) -> TestResponse:
        """Ask for the headers of a page."""
        return self._client.head(path, base_url=self.keys.origin, headers=self._session, buffered=True)

    def get_fragment(self, path: str) -> TestResponse:
        """Read a part of a page as htmx does."""
        return self.get(path, HX_Request="true")

    def post(self, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> TestResponse:
        """Send a form as htmx does."""
        sent = {
            **self._session,
            "Origin": self.keys.origin,
            TOKEN_HEADER: self.keys.token,
            "HX-Request": "true",
            **_dashed(headers),
        }
        return self._client.post(path, base_url=self.keys.origin, data=data or {}, headers=sent)

    @property
    def _session(self) -> dict[str, str]:
        return {"Cookie": self.keys.set_cookie.partition(";")[0], "Sec-Fetch-Site": "same-origin"}

    def _publish(self, exchange: Exchange) -> None:
        self.store.add(exchange)
        self.store.flush()
        self.live_feed.handle(ExchangeFinished(exchange))


@contextmanager
def workbench_client(
    data: Path, window_api: WindowApi | None = None, store: Store | None = None
) -> Iterator[WorkbenchClient]:
    """Yield a client of a workbench whose services are closed afterwards, its store too."""
    client = WorkbenchClient(data, window_api, store)
    try:
        yield client
    finally:
        client.services.close()


def _reader(store: Store, catalogue: Catalogue, prover: Prover, working_copies: WorkingCopies) -> Reader:
    return Reader(
        store=store,
        prover=prover,
        catalogue=catalogue,
        working_copies=working_copies,
        start_thread=start_thread,
    )


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    """Return the headers by their real names: an argument has `_` where a header has `-`."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
