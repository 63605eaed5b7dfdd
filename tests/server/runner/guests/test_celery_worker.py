"""A real Celery worker beside a real guest, over a queue of files."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.model.exchange import Exchange
from server.model.guest import GuestState, WorkerState
from server.model.notifications import ExchangeFinished, ExchangeUpdated, Notification
from server.model.problem import Problem
from server.runner.guests.guests import Guest, Guests
from server.runner.requests.builder import build_request
from server.runner.targets.resolve import resolve_target
from tests.sources import ROOT

pytestmark = pytest.mark.slow

SECONDS = 90.0


class Updates:
    """The finished exchanges with their task updates, by their path."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._latest: dict[str, Exchange] = {}

    def handle(self, notification: Notification) -> None:
        """Keep the exchange; a worker may have been quicker than the end of the request."""
        if not isinstance(notification, ExchangeFinished | ExchangeUpdated):
            return
        exchange = notification.exchange
        with self._changed:
            self._latest[exchange.request.path] = exchange
            self._changed.notify_all()

    def states(self, path: str, *awaited: str) -> list[str]:
        """Return the states of the task of a path, in the order of arrival, once all `awaited` are known."""

        def current() -> list[str]:
            exchange = self._latest.get(path)
            return [] if exchange is None else [event.body["state"] for event in exchange.of("job")]

        with self._changed:
            self._changed.wait_for(lambda: set(awaited) <= set(current()), SECONDS)
            return current()


@pytest.fixture
def updates() -> Updates:
    """The updates so far."""
    return Updates()


@pytest.fixture
def open_app(updates: Updates) -> Iterator[Callable[[Path], Guest]]:
    """Open apps that are closed after the test."""
    guests = Guests(notify=updates.handle)

    def open_path(path: Path) -> Guest:
        target = resolve_target(str(path), lab=lambda _: None)
        assert not isinstance(target, Problem)
        guest = guests.open(target)
        assert guest.wait(SECONDS).state is GuestState.READY, guest.status
        return guest

    yield open_path
    guests.close(10.0)


@pytest.fixture
def bakery(open_app: Callable[[Path], Guest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guest:
    """The bakery, with its queue in a folder of the test."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return open_app(ROOT / "tests" / "apps" / "celery_app" / "app.py")


def get(guest: Guest, path: str) -> Exchange:
    """Send a request."""
    exchange = guest.send(build_request(method="GET", path=path))
    assert isinstance(exchange, Exchange), exchange
    return exchange


def test_task_updates_reach_the_request_that_queued_the_task(bakery: Guest, updates: Updates) -> None:
    """A task that succeeds, and one that is retried and fails; secrets are redacted."""
    assert (bakery.status.worker.state, bakery.start_worker()) == (WorkerState.NONE, None)
    bakery.start_worker()
    assert bakery.wait_for_worker(SECONDS).state is WorkerState.WORKING
    exchange = get(bakery, "/bake")
    assert "geheim-123" not in str(exchange.events)
    assert updates.states("/bake", "succeeded") == ["sent", "started", "succeeded"]
    ended = list(updates._latest["/bake"].of("job"))[-1]
    assert ended.body["result"]["repr"] == "'3 loaves'"
    assert exchange.response is not None
    assert ended.body["task"] == exchange.response.body.text
    get(bakery, "/burn")
    # The task is sent again before it ends, so in a worker of several processes the second try may end first.
    states = updates.states("/burn", "failed", "retried")
    assert sorted(states) == ["failed", "retried", "sent", "started", "started"]
    assert any("app.bake" in line for line in bakery.status.worker.output)
    bakery.stop_worker()
    assert bakery.status.worker.state is WorkerState.STOPPED
    assert bakery.status.worker.pid is None


def test_a_task_of_a_worker_that_ends_is_lost(bakery: Guest, updates: Updates) -> None:
    """The worker is killed; the guest still answers requests."""
    bakery.start_worker()
    status = bakery.wait_for_worker(SECONDS)
    assert status.pid is not None
    get(bakery, "/sleep")
    assert updates.states("/sleep", "started")
    psutil.Process(status.pid).kill()
    assert updates.states("/sleep", "lost") == ["sent", "started", "lost"]
    problem = bakery.status.worker.problem
    assert problem is not None
    assert "SIGKILL" in problem.cause
    assert get(bakery, "/now").response is not None


def test_a_worker_ends_with_its_guest(bakery: Guest) -> None:
    """No process of its tree is left, and it does not come back when the guest restarts."""
    bakery.start_worker()
    pid = bakery.wait_for_worker(SECONDS).pid
    assert pid is not None
    tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    assert len(tree) > 1
    bakery.stop()
    assert not [process for process in tree if process.is_running() and process.status() != "zombie"]
    assert isinstance(bakery.start_worker(), Problem)
    bakery.restart()
    bakery.wait(SECONDS)
    assert bakery.status.worker.state is WorkerState.STOPPED


def test_an_app_without_a_celery_app_is_a_problem(open_app: Callable[[Path], Guest], tmp_path: Path) -> None:
    """The worker ends with a code of its own."""
    (tmp_path / "app.py").write_text("import celery\nfrom flask import Flask\napp = Flask(__name__)\n")
    guest = open_app(tmp_path)
    guest.start_worker()
    status = guest.wait_for_worker(SECONDS)
    assert status.state is WorkerState.ENDED
    assert status.problem is not None
    assert status.problem.code == "no-celery-app"
