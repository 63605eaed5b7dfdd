"""A real Celery worker beside a real guest, over a queue of files."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.model.exchange import Exchange
from server.model.guest import GuestState, Problem, WorkerState
from server.runner.compose import compose
from server.runner.guests import Guest, Guests
from server.runner.target import resolve
from tests.sources import ROOT

pytestmark = pytest.mark.slow

SECONDS = 30.0


class News:
    """Exchanges that something came to."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._latest: dict[str, Exchange] = {}

    def take(self, exchange: Exchange) -> None:
        """Keep the exchange as it is now."""
        with self._changed:
            self._latest[exchange.request.path] = exchange
            self._changed.notify_all()

    def states(self, path: str, last: str) -> list[str]:
        """The states of the task of a path, once the last is this one."""

        def found() -> list[str]:
            exchange = self._latest.get(path)
            return [] if exchange is None else [event.body["state"] for event in exchange.of("job")]

        with self._changed:
            self._changed.wait_for(lambda: found()[-1:] == [last], SECONDS)
            return found()


@pytest.fixture
def news() -> News:
    """What came late."""
    return News()


@pytest.fixture
def opened(news: News) -> Iterator[Callable[[Path], Guest]]:
    """Opens an app, and ends everything."""
    guests = Guests(on_change=news.take)

    def open_app(path: Path) -> Guest:
        target = resolve(str(path), lab=lambda _: None)
        assert not isinstance(target, Problem)
        guest = guests.open(target)
        assert guest.wait(SECONDS).state is GuestState.READY, guest.status
        return guest

    yield open_app
    guests.close(10.0)


@pytest.fixture
def bakery(opened: Callable[[Path], Guest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guest:
    """The bakery, its queue in a folder of this test."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return opened(ROOT / "tests" / "apps" / "bakery" / "app.py")


def get(guest: Guest, path: str) -> Exchange:
    """Send a request."""
    done = guest.send(compose(method="GET", path=path))
    assert isinstance(done, Exchange), done
    return done


def test_the_end_of_a_task_comes_to_the_request_that_sent_it(bakery: Guest, news: News) -> None:
    """One that succeeds, one that is tried again and fails; secrets are hidden; the worker is told of."""
    assert (bakery.status.worker.state, bakery.start_worker()) == (WorkerState.NONE, None)
    bakery.start_worker()
    assert bakery.wait_for_worker(SECONDS).state is WorkerState.WORKING
    exchange = get(bakery, "/bake")
    assert "geheim-123" not in str(exchange.events)
    assert news.states("/bake", "succeeded") == ["sent", "started", "succeeded"]
    ended = list(news._latest["/bake"].of("job"))[-1]
    assert ended.body["result"]["repr"] == "'3 loaves'"
    assert exchange.response is not None
    assert ended.body["task"] == exchange.response.body.text
    get(bakery, "/burn")
    assert news.states("/burn", "failed") == ["sent", "started", "retried", "started", "failed"]
    assert any("app.bake" in line for line in bakery.status.worker.output)
    bakery.stop_worker()
    assert bakery.status.worker.state is WorkerState.STOPPED
    assert bakery.status.worker.pid is None


def test_a_task_that_was_under_way_when_its_worker_ended_is_lost(bakery: Guest, news: News) -> None:
    """Here the worker is killed from outside; the guest answers on."""
    bakery.start_worker()
    status = bakery.wait_for_worker(SECONDS)
    assert status.pid is not None
    get(bakery, "/sleep")
    assert news.states("/sleep", "started")
    psutil.Process(status.pid).kill()
    assert news.states("/sleep", "lost") == ["sent", "started", "lost"]
    problem = bakery.status.worker.problem
    assert problem is not None
    assert "SIGKILL" in problem.cause
    assert get(bakery, "/now").response is not None


def test_a_worker_goes_with_its_guest(bakery: Guest) -> None:
    """Nothing of its tree is left when the guest is stopped, and it does not come back with it."""
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


def test_an_app_without_a_celery_app_says_so(opened: Callable[[Path], Guest], tmp_path: Path) -> None:
    """The problem names what is missing and how to make it."""
    (tmp_path / "app.py").write_text("import celery\nfrom flask import Flask\napp = Flask(__name__)\n")
    guest = opened(tmp_path)
    guest.start_worker()
    status = guest.wait_for_worker(SECONDS)
    assert status.state is WorkerState.ENDED
    assert status.problem is not None
    assert status.problem.code == "no-celery-app"
