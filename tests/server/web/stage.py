"""The workbench without processes: guests that answer what a test tells them, in front of a real store."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from flask import Flask
from werkzeug.test import Client, TestResponse

from server.app import create_app
from server.feed import Feed
from server.handbook.prover import Prover
from server.handbook.workcopy import WorkCopies
from server.model.event import Event
from server.model.exchange import Body, Exchange, ExchangeState, Request, Response
from server.model.guest import (
    GuestState,
    GuestStatus,
    Problem,
    Route,
    SensorState,
    Target,
    TargetKind,
    Versions,
    WorkerState,
    WorkerStatus,
)
from server.model.outgoing import Outgoing
from server.runner.guests import Guests
from server.runner.limits import Limits
from server.services import Services
from server.shell import Shell
from server.store import Store
from server.web.keys import TOKEN_HEADER, Keys
from tests.support.compiled import catalogue, share_templates

PORT = 5050
VERSIONS = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.8", server="waitress 3.0.2")
READY = GuestStatus(
    state=GuestState.READY,
    port=5000,
    versions=VERSIONS,
    sensors=(
        SensorState(name="wsgi", state="on"),
        SensorState(name="session", state="absent", why="Flask is not installed"),
    ),
    routes=(
        Route(rule="/", endpoint="home", methods=("GET", "HEAD", "OPTIONS"), arguments=()),
        Route(rule="/users/<int:id>", endpoint="user", methods=("DELETE", "OPTIONS"), arguments=("id",)),
    ),
    output=("serving", "second line"),
)


def exchange(id: int = 1, **changes: Any) -> Exchange:  # noqa: A002 - it is the exchange's id
    """A finished GET / of guest g1 that was answered with a small page."""
    request = Request(
        method="GET", url="http://localhost:5000/", path="/", query="", headers=(("Host", "localhost:5000"),)
    )
    page = b"<!doctype html><title>Hi</title><h1>Hello</h1>"
    response = Response(
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=Body(data=page, size=len(page), content_type="text/html; charset=utf-8"),
    )
    base = Exchange(
        id=id,
        run="r1",
        guest="g1",
        number=id,
        started_at=1_700_000_000.0 + id,
        took=12.5,
        state=ExchangeState.DONE,
        request=request,
        response=response,
        versions=VERSIONS,
        events=(),
    )
    return replace(base, **changes)


def event(kind: str, **body: Any) -> Event:
    """An event of exchange 1."""
    return Event(exchange=1, seq=1, kind=kind, at=0.0, took=None, caller=None, family=None, body=body)


class ActedGuest:
    """A guest that answers with `answer(outgoing, id)`."""

    def __init__(self, id: str, target: Target, python: Path | None, theatre: "ActedGuests") -> None:  # noqa: A002 - it is the guest's id
        self.id = id
        self.target = target
        self.python = python
        self.run = "r1"
        self.status = READY
        self.calls: list[str] = []
        self.refused: Problem | None = None
        self.requests: list[Outgoing] = []
        self.kept: dict[int, Outgoing] = {}
        self._theatre = theatre
        self.answer: Callable[[Outgoing, int], Exchange | Problem] = answered

    @property
    def url(self) -> str:
        """Where a browser would reach it."""
        return f"http://localhost:{self.status.port}" if self.status.port else ""

    def wait(self, timeout: float) -> GuestStatus:
        """At once."""
        return self.status

    def restart(self) -> None:
        """Note it."""
        self.calls.append("restart")
        self.status = READY

    def stop(self) -> None:
        """Note it."""
        self.calls.append("stop")
        self.status = replace(self.status, state=GuestState.STOPPED, port=None)

    def start_worker(self) -> Problem | None:
        """Note it, and have a worker at once; refused where a test has put a problem."""
        self.calls.append("start worker")
        if self.refused is None:
            self.status = replace(self.status, worker=WorkerStatus(state=WorkerState.WORKING, pid=7))
        return self.refused

    def stop_worker(self) -> None:
        """Note it."""
        self.calls.append("stop worker")
        self.status = replace(self.status, worker=WorkerStatus(state=WorkerState.STOPPED))

    def send(self, outgoing: Outgoing, *, timeout: float = 30.0) -> Exchange | Problem:
        """What `answer` makes of it; an exchange goes the way that the real one's goes."""
        self.requests.append(outgoing)
        found = self.answer(outgoing, self._theatre.next_id())
        if isinstance(found, Exchange):
            found = replace(found, guest=self.id)
            self.kept[found.id] = outgoing
            self._theatre.on_exchange(found)
        return found

    def sent(self, exchange_id: int) -> Outgoing | None:
        """What was sent."""
        return self.kept.get(exchange_id)


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    """Headers by the names that Python lets an argument have."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def answered(outgoing: Outgoing, id: int) -> Exchange:  # noqa: A002 - it is the exchange's id
    """A page, whatever was asked."""
    path, _, query = outgoing.path.partition("?")
    request = Request(
        method=outgoing.method,
        url=f"http://localhost:5000{outgoing.path}",
        path=path,
        query=query,
        headers=outgoing.headers,
        body=Body(data=outgoing.body, size=len(outgoing.body)),
    )
    return exchange(id, request=request)


class ActedGuests:
    """What opens them."""

    def __init__(self, on_exchange: Callable[[Exchange], None], next_id: Callable[[], int]) -> None:
        self.on_exchange = on_exchange
        self.next_id = next_id
        self.limits: Limits | None = None
        self._all: dict[str, ActedGuest] = {}

    def open(self, target: Target, *, python: Path | None = None, limits: Limits | None = None) -> ActedGuest:
        """Ready at once."""
        self.limits = limits
        guest = ActedGuest(f"g{len(self._all) + 1}", target, python, self)
        self._all[guest.id] = guest
        return guest

    def get(self, id: str) -> ActedGuest | None:  # noqa: A002 - it is the guest's id
        """By id."""
        return self._all.get(id)

    def all(self) -> tuple[ActedGuest, ...]:
        """In the order opened."""
        return tuple(self._all.values())

    def forget(self, id: str) -> None:  # noqa: A002 - it is the guest's id
        """Drop it."""
        del self._all[id]

    def close(self, deadline: float = 3.0) -> None:
        """Nothing runs."""


class Stage:
    """The workbench on acted guests, and a client that stands where our page stands."""

    def __init__(self, data: Path, shell: Shell | None = None) -> None:
        self.feed = Feed()
        self.store = Store(None)
        self.guests = ActedGuests(self._ended, self.store.next_id)
        self.services = Services(
            data=data,
            store=self.store,
            guests=cast(Guests, self.guests),
            catalogue=catalogue(),
            prover=Prover(guests_factory=Guests, catalogue=catalogue()),
            workcopies=WorkCopies(data / "labs"),
            feed=self.feed,
            shell=shell,
        )
        self.keys = Keys(PORT)
        self.app: Flask = create_app(self.services, self.keys)
        share_templates(self.app)
        self._client = Client(self.app.wsgi_app, use_cookies=False)

    def _ended(self, found: Exchange) -> None:
        self.store.add(found)
        self.store.flush()
        self.feed.ended(found)

    def open(self, kind: TargetKind = TargetKind.FOLDER, name: str = "shop") -> ActedGuest:
        """A guest that is ready."""
        return self.guests.open(
            Target(kind=kind, spec=f"/srv/{name}", root=Path(f"/srv/{name}"), app="", name=name)
        )

    def keep(self, found: Exchange) -> Exchange:
        """An exchange in the history."""
        self._ended(found)
        return found

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read a page as our window does."""
        return self._client.get(
            path, base_url=self.keys.origin, headers={**self._ours, **_dashed(headers)}, buffered=True
        )

    def fragment(self, path: str) -> TestResponse:
        """Read a part as htmx does."""
        return self.get(path, HX_Request="true")

    def post(self, path: str, data: Mapping[str, Any] | None = None, **headers: str) -> TestResponse:
        """Change something as htmx does."""
        ours = {**self._ours, "Origin": self.keys.origin, TOKEN_HEADER: self.keys.token, "HX-Request": "true"}
        return self._client.post(
            path, base_url=self.keys.origin, data=data or {}, headers={**ours, **_dashed(headers)}
        )

    @property
    def _ours(self) -> dict[str, str]:
        return {"Cookie": self.keys.set_cookie.partition(";")[0], "Sec-Fetch-Site": "same-origin"}


@contextmanager
def staged(data: Path, shell: Shell | None = None) -> Iterator[Stage]:
    """A stage that is cleared afterwards."""
    stage = Stage(data, shell)
    try:
        yield stage
    finally:
        stage.services.close()
