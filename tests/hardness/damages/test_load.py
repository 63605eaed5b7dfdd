"""Many requests at once, and bodies of many megabytes both ways."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from server.model.exchange import Exchange, ExchangeState
from server.runner.guests.guests import Guest
from server.runner.requests.builder import build_request
from tests.hardness.scale import Scale
from tests.support.real_guest import SECONDS, get, real_guest

pytestmark = [pytest.mark.slow, pytest.mark.hardness("guest-load")]

APP = """
from flask import Flask, Response, request
app = Flask(__name__)

@app.get("/<int:number>")
def page(number):
    app.logger.warning("page %d", number)
    return str(number)

@app.get("/stream/<int:megabytes>")
def stream(megabytes):
    return Response(b"x" * 65_536 for _ in range(megabytes * 16))

@app.post("/upload")
def upload():
    return str(sum(len(part) for part in iter(lambda: request.stream.read(65_536), b"")))
"""


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    """One guest for all tests."""
    with real_guest(tmp_path_factory.mktemp("load"), APP) as opened:
        yield opened


def test_every_request_of_a_crowd_is_its_own_exchange(
    guest: Guest, hardness_scale: Scale, record_property: Callable[[str, object], None]
) -> None:
    """Of many requests at once each has its own answer, events and number, and none is lost."""
    requests, crowd = hardness_scale.choose(short=200, long=10_000), hardness_scale.choose(short=20, long=200)
    with ThreadPoolExecutor(crowd) as pool:
        exchanges = list(pool.map(lambda number: get(guest, f"/{number}", timeout=600), range(requests)))
    lost = []
    for number, exchange in enumerate(exchanges):
        body = None if exchange.response is None else exchange.response.body.data
        lines = str([event.body for event in exchange.of("log")])
        if (
            exchange.state is not ExchangeState.DONE
            or body != str(number).encode()
            or f"page {number}" not in lines
        ):
            lost.append((exchange.state, exchange.number, body, lines))
    record_property("tried", requests)
    record_property("lost", len(lost))
    assert lost == []
    assert len({exchange.number for exchange in exchanges}) == requests


def test_a_long_answer_is_counted_and_not_kept(guest: Guest, hardness_scale: Scale) -> None:
    """An answer of many megabytes is kept in part, and takes no memory of ours."""
    megabytes = hardness_scale.choose(short=24, long=1024)
    before = psutil.Process().memory_info().rss
    response = get(guest, f"/stream/{megabytes}", timeout=600).response
    assert response is not None
    assert response.body.size >= min(megabytes, 256) << 20
    assert len(response.body.data) <= 1 << 20
    assert psutil.Process().memory_info().rss - before < 64 << 20


def test_a_long_body_is_sent(guest: Guest, hardness_scale: Scale) -> None:
    """A body of many megabytes reaches the app whole."""
    body = b"x" * (hardness_scale.choose(short=8, long=256) << 20)
    exchange = guest.send(build_request(method="POST", path="/upload", raw=body), timeout=10 * SECONDS)
    assert isinstance(exchange, Exchange)
    assert exchange.response is not None
    assert exchange.response.body.data == str(len(body)).encode()
