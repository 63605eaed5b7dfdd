"""Apps that receive and send more than fits into memory, or are asked by many at once."""

import http.client
import queue
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from server.model.exchange import Exchange, ExchangeState
from server.model.guest import GuestState
from server.model.notifications import ExchangeFinished, Notification
from server.model.problem import Problem
from server.runner.guests.guests import Guests
from server.runner.targets.resolve import resolve_target
from tests.hardness.scale import Scale
from tests.support.real_guest import SECONDS

pytestmark = pytest.mark.slow

APP: Final = """
from flask import Flask, Response, request

app = Flask(__name__)
PART = b"x" * (1 << 16)

@app.get("/send/<int:parts>")
def send(parts):
    return Response((PART for _ in range(parts)), mimetype="application/octet-stream")

@app.post("/receive")
def receive():
    size = 0
    while part := request.stream.read(1 << 16):
        size += len(part)
    return str(size)

@app.get("/<int:number>")
def numbered(number):
    return str(number)
"""
PART: Final = 1 << 16
Record = Callable[[str, object], None]


class LoadedGuest:
    """A guest of which the finished exchanges are counted."""

    def __init__(self, folder: Path) -> None:
        (folder / "app.py").write_text(APP)
        self._told: queue.SimpleQueue[Notification] = queue.SimpleQueue()
        self.guests = Guests(notify=self._told.put)
        target = resolve_target(str(folder / "app.py"), lab=lambda _: None)
        assert not isinstance(target, Problem)
        self.guest = self.guests.open(target)
        status = self.guest.wait(SECONDS)
        assert status.state is GuestState.READY, status
        self._port = status.port

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection to the app, as a browser has it."""
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS)

    def finished(self, count: int) -> list[Exchange]:
        """Return the next finished exchanges."""
        found: list[Exchange] = []
        while len(found) < count:
            notification = self._told.get(timeout=SECONDS)
            if isinstance(notification, ExchangeFinished):
                found.append(notification.exchange)
        return found


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[LoadedGuest]:
    """The guest of one test."""
    guest = LoadedGuest(tmp_path)
    yield guest
    guest.guests.close()


def peak_mb() -> int:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


@pytest.mark.hardness("guest-load")
def test_a_gigabyte_in_both_directions_is_counted_and_not_kept(
    loaded: LoadedGuest, hardness_scale: Scale
) -> None:
    """An app sends and receives a gigabyte: the size is recorded, and only the beginning is kept."""
    parts = hardness_scale.choose(short=512, long=15_000)
    before = peak_mb()
    connection = loaded.connect()
    connection.request("GET", f"/send/{parts}")
    response = connection.getresponse()
    size = 0
    while part := response.read(PART):
        size += len(part)
    connection.close()
    connection = loaded.connect()
    connection.request(
        "POST",
        "/receive",
        body=(b"y" * PART for _ in range(parts)),
        headers={"Content-Length": str(parts * PART)},
    )
    answer = connection.getresponse().read()
    connection.close()
    assert size == int(answer) == parts * PART
    sent, received = loaded.finished(2)
    assert sent.response is not None
    assert sent.response.body.size == received.request.body.size == parts * PART
    assert max(len(sent.response.body.data), len(received.request.body.data)) <= 1 << 16
    assert peak_mb() - before < 100


@pytest.mark.hardness("guest-load")
def test_no_exchange_of_many_at_once_is_lost(
    loaded: LoadedGuest, hardness_scale: Scale, record_property: Record
) -> None:
    """An app answers 10,000 requests, 200 at a time: each is an exchange with its own answer."""
    count = hardness_scale.choose(short=400, long=10_000)
    clients = hardness_scale.choose(short=40, long=200)

    def ask(numbers: range) -> list[int]:
        answers = []
        for number in numbers:
            connection = loaded.connect()
            connection.request("GET", f"/{number}")
            answers.append(int(connection.getresponse().read()))
            connection.close()
        return answers

    with ThreadPoolExecutor(clients) as pool:
        ranges = [range(start, count, clients) for start in range(clients)]
        answers = [answer for found in pool.map(ask, ranges) for answer in found]
    assert sorted(answers) == list(range(count))
    exchanges = loaded.finished(count)
    assert {exchange.state for exchange in exchanges} == {ExchangeState.DONE}
    pairs = {
        (exchange.request.path, exchange.response.body.text if exchange.response else None)
        for exchange in exchanges
    }
    record_property("tried", count)
    record_property("lost", count - len(pairs))
    assert pairs == {(f"/{number}", str(number)) for number in range(count)}
