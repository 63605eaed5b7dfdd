"""Guests without processes: each answers a request with what the test gives it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.model.background import BackgroundEvent
from server.model.event import Event
from server.model.exchange import AnswerProgress, Body, Exchange, ExchangeState, Request, Response
from server.model.guest import (
    GuestState,
    GuestStatus,
    Route,
    SensorState,
    Target,
    WatchStatus,
    WorkerState,
    WorkerStatus,
)
from server.model.notice import LazyNotice
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.stack import Evaluated, PausedRequest, Stack
from server.model.versions import Versions
from server.runner.guests.start_settings import StartSettings
from server.runner.processes.limits import Limits

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

NOTHING_SET = {"set": False, "length": None, "listed": None}
ANSWERS: dict[str, Mapping[str, Any]] = {
    "match": {"routing": None, "decided_by": None, "refused": None, "below": ""},
    "map": {"rules": [], "shadowed": [], "unused": [], "blueprints": []},
    "token": {
        "interface": "SecureCookieSessionInterface",
        "cookie": "session",
        "remember": "remember_token",
        "key": "SECRET_KEY",
        "length": 32,
        "public": False,
        "salt": None,
        "expired": False,
        "signed": "eyJhIjoxfQ.aaaa.signature",
        "reason": None,
    },
    "config": {
        "values": {},
        "secrets": {"SECRET_KEY": NOTHING_SET},
        "fallbacks": [],
        "uses": {},
        "signed_sessions": True,
        "packages": {},
    },
    "databases": {"files": [], "memory": False},
    "settings": {"app": "shop", "settings": [], "omitted": 0},
}
"""What a guest without rules and settings answers."""


def make_exchange(id: int = 1, **changes: Any) -> Exchange:  # noqa: A002 - it is the exchange's id
    """Return a finished `GET /` of guest g1, answered with a small page; `changes` replace its fields."""
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


def make_event(kind: str, **body: Any) -> Event:
    """Return an event of exchange 1."""
    return Event(exchange=1, seq=1, kind=kind, at=0.0, took=None, caller=None, family=None, body=body)


def answer_with_page(outgoing: OutgoingRequest, id: int) -> Exchange:  # noqa: A002 - it is the exchange's id
    """Return an exchange in which the small page answers `outgoing`."""
    path, _, query = outgoing.path.partition("?")
    request = Request(
        method=outgoing.method,
        url=f"http://localhost:5000{outgoing.path}",
        path=path,
        query=query,
        headers=outgoing.headers,
        body=Body(data=outgoing.body, size=len(outgoing.body)),
    )
    return make_exchange(id, request=request)


class FakeGuest:
    """A guest that answers with `answer(outgoing, id)` and records what was asked of it in `calls`.

    `worker_problem` is what starting its Celery worker fails with, if it fails.
    """

    def __init__(self, id: str, target: Target, python: Path | None, guests: "FakeGuests") -> None:  # noqa: A002 - it is the guest's id
        self.id = id
        self.target = target
        self.python = python
        self.notice: LazyNotice | None = None
        self.run = "r1"
        self.settings: StartSettings | None = None
        self.printed = "r1-0"
        self.status = READY
        self.calls: list[str] = []
        self.worker_problem: Problem | None = None
        self.requests: list[OutgoingRequest] = []
        self.answer: Callable[[OutgoingRequest, int], Exchange | Problem] = answer_with_page
        self._guests = guests
        self.requests_by_exchange: dict[int, OutgoingRequest] = {}
        self.open: dict[int, Exchange] = {}
        self.progress: dict[int, AnswerProgress] = {}
        self.background: tuple[BackgroundEvent, ...] = ()
        self.standing: tuple[Stack, ...] = ()
        self.pauses: tuple[PausedRequest, ...] = ()
        self.pauses_at_exceptions = False
        self.questions: list[tuple[str, Mapping[str, Any]]] = []
        self.answers: dict[str, Mapping[str, Any] | Problem] = dict(ANSWERS)

    @property
    def url(self) -> str:
        """Return the address for a browser, "" while there is no port."""
        return f"http://localhost:{self.status.port}" if self.status.port else ""

    def ask(self, about: str, arguments: Mapping[str, Any]) -> Mapping[str, Any] | Problem:
        """Return what the test has put into `answers`, and note the question."""
        self.questions.append((about, arguments))
        return self.answers[about]

    def paused(self, exchange: int) -> tuple[PausedRequest, ...]:
        """Return what the test has set."""
        return tuple(each for each in self.pauses if each.exchange == exchange)

    def evaluate(self, pause: int, frame: int, expression: str) -> Evaluated | Problem:
        """Note what is asked for, and answer with the expression in capitals."""
        self.calls.append(f"evaluate {pause} {frame} {expression}")
        return Evaluated(expression=expression, type="str", text=expression.upper())

    def resume(self, pause: int) -> Problem | None:
        """Note it."""
        self.calls.append(f"resume {pause}")
        return None

    def pause_at_exceptions(self, on: bool) -> Problem | None:
        """Keep it."""
        self.pauses_at_exceptions = on
        return None

    def stacks(self, exchange: int) -> tuple[Stack, ...]:
        """Return what the test has set."""
        return self.standing

    def wait(self, timeout: float) -> GuestStatus:
        """Return the status without waiting."""
        return self.status

    def configure(self, limits: Limits, port: int | None) -> None:
        """Keep the limits and the port."""
        self._guests.limits, self._guests.port = limits, port

    def use_settings(self, settings: StartSettings) -> None:
        """Keep the settings."""
        self.settings = settings

    def use_python(self, python: Path | None) -> None:
        """Keep the interpreter."""
        self.python = python

    def watch(self, on: bool) -> None:
        """Note whether it is watched."""
        self.status = replace(self.status, watch=WatchStatus(on=on))

    def restart(self) -> None:
        """Become ready again."""
        self.calls.append("restart")
        self.status = READY

    def stop(self) -> None:
        """Become stopped."""
        self.calls.append("stop")
        self.status = replace(self.status, state=GuestState.STOPPED, port=None)

    def start_worker(self) -> Problem | None:
        """Have a worker at once, or return `worker_problem`."""
        self.calls.append("start worker")
        if self.worker_problem is None:
            self.status = replace(self.status, worker=WorkerStatus(state=WorkerState.WORKING, pid=7))
        return self.worker_problem

    def stop_worker(self) -> None:
        """Have a stopped worker."""
        self.calls.append("stop worker")
        self.status = replace(self.status, worker=WorkerStatus(state=WorkerState.STOPPED))

    def send(
        self,
        outgoing: OutgoingRequest,
        *,
        timeout: float = 30.0,
        answered: Callable[[Response], None] | None = None,
    ) -> Exchange | Problem:
        """Return the answer; an exchange also goes to the store and the pages, like that of a real guest."""
        self.requests.append(outgoing)
        answer = self.answer(outgoing, self._guests.next_id())
        if answered is not None and isinstance(answer, Exchange) and answer.response is not None:
            answered(answer.response)
        if isinstance(answer, Exchange):
            answer = replace(answer, guest=self.id)
            self.requests_by_exchange[answer.id] = outgoing
            self._guests.on_exchange(answer)
        return answer

    def open_exchange(self, id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
        """Return what was recorded so far of an exchange, if a test has put it into `open`."""
        return self.open.get(id)

    def answer_progress(self, id: int) -> AnswerProgress | None:  # noqa: A002 - it is the exchange's id
        """Return what has come of an answer, if a test has put it into `progress`."""
        return self.progress.get(id)

    def cancel(self, id: int) -> bool:  # noqa: A002 - it is the exchange's id
        """Note that the request was cancelled."""
        self.calls.append(f"cancel {id}")
        return True

    def original_request(self, exchange_id: int) -> OutgoingRequest | None:
        """Return the request behind an exchange."""
        return self.requests_by_exchange.get(exchange_id)


class FakeGuests:
    """The fake guests that are open."""

    def __init__(self, on_exchange: Callable[[Exchange], None], next_id: Callable[[], int]) -> None:
        self.on_exchange = on_exchange
        self.next_id = next_id
        self.limits: Limits | None = None
        self.port: int | None = None
        self._by_id: dict[str, FakeGuest] = {}

    def open(  # noqa: PLR0913 - as in Guests
        self,
        target: Target,
        *,
        python: Path | None = None,
        limits: Limits | None = None,
        port: int | None = None,
        notice: LazyNotice | None = None,
        settings: StartSettings | None = None,
    ) -> FakeGuest:
        """Return a new guest that is ready."""
        self.limits = limits
        self.port = port
        guest = FakeGuest(f"g{len(self._by_id) + 1}", target, python, self)
        guest.notice = notice
        guest.settings = settings
        self._by_id[guest.id] = guest
        return guest

    def get(self, id: str) -> FakeGuest | None:  # noqa: A002 - it is the guest's id
        """Return the guest of that id."""
        return self._by_id.get(id)

    def all(self) -> tuple[FakeGuest, ...]:
        """Return the guests in the order in which they were opened."""
        return tuple(self._by_id.values())

    def remove(self, id: str) -> None:  # noqa: A002 - it is the guest's id
        """Remove a guest."""
        del self._by_id[id]

    def close(self, deadline: float = 3.0) -> None:
        """Do nothing: no process runs."""
