"""Tests of sending one request many times."""

import threading

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests import problems
from server.runner.requests.series import (
    MOST_AT_ONCE,
    MOST_FAILURES,
    MOST_REQUESTS,
    RequestSeries,
    SeriesByGuest,
)
from server.web.base.background import start_thread
from tests.support.fake_guests import make_exchange
from tests.support.waiting import wait_until

HOME = OutgoingRequest(method="GET", path="/")


def answer(_outgoing: OutgoingRequest) -> Exchange:
    """Return an answer that took 12.5 ms."""
    return make_exchange()


def finished(series: RequestSeries) -> RequestSeries:
    """Return a series that has been sent."""
    series.start(start_thread)
    wait_until(lambda: not series.progress.is_running)
    return series


def test_each_answer_is_noted() -> None:
    """As many as were asked for, also where several are sent at once."""
    for at_once in (1, 4):
        state = finished(RequestSeries(HOME, answer, number=9, at_once=at_once)).progress
        assert (state.times, state.statuses) == ((12.5,) * 9, (200,) * 9)
        assert (state.done, state.problems, state.is_cancelled) == (9, (), False)
        assert state.seconds == state.seconds


def test_so_many_are_under_way_at_once() -> None:
    """Not more, and in a row only one."""
    for at_once in (1, 3):
        gate = threading.Barrier(at_once)
        running, most = 0, 0
        lock = threading.Lock()

        def send(
            outgoing: OutgoingRequest, gate: threading.Barrier = gate, lock: threading.Lock = lock
        ) -> Exchange:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            gate.wait(60)
            with lock:
                running -= 1
            return answer(outgoing)

        finished(RequestSeries(HOME, send, number=at_once * 3, at_once=at_once))
        assert most == at_once


def test_numbers_are_bounded() -> None:
    """Whoever asks for more gets the most."""
    series = RequestSeries(HOME, answer, number=10**9, at_once=10**9)
    assert (series.number, series.at_once) == (MOST_REQUESTS, MOST_AT_ONCE)
    assert RequestSeries(HOME, answer, number=2, at_once=9).at_once == 2


def test_a_cancelled_series_sends_no_further_request() -> None:
    """The one that is under way is still noted."""
    sent, gate = threading.Event(), threading.Event()

    def send(outgoing: OutgoingRequest) -> Exchange:
        sent.set()
        assert gate.wait(60)
        return answer(outgoing)

    series = RequestSeries(HOME, send, number=100, at_once=1)
    series.start(start_thread)
    assert sent.wait(60)
    series.cancel()
    gate.set()
    wait_until(lambda: not series.progress.is_running)
    assert (series.progress.done, series.progress.is_cancelled) == (1, True)


def test_a_series_ends_with_its_app() -> None:
    """Requests without an answer are counted with their reason, and only so many are tried."""

    def send(_outgoing: OutgoingRequest) -> Problem:
        return problems.no_answer("gone")

    state = finished(RequestSeries(HOME, send, number=500, at_once=1)).progress
    assert len(state.problems) == MOST_FAILURES
    lost = finished(RequestSeries(HOME, lambda _: make_exchange(response=None), number=1, at_once=1)).progress
    assert (lost.times, len(lost.problems)) == ((), 1)


def test_a_guest_has_one_series_at_a_time() -> None:
    """Another guest has its own, and the next one may begin when the first is over."""
    gate = threading.Event()

    def wait(outgoing: OutgoingRequest) -> Exchange:
        assert gate.wait(60)
        return answer(outgoing)

    held = SeriesByGuest()
    first = RequestSeries(HOME, wait, number=5, at_once=1)
    assert held.begin("g1", first, start_thread)
    assert not held.begin("g1", RequestSeries(HOME, answer, number=1, at_once=1), start_thread)
    assert held.begin("g2", RequestSeries(HOME, answer, number=1, at_once=1), start_thread)
    assert held.of("g1") is first
    assert held.of("g3") is None
    held.close()
    gate.set()
    wait_until(lambda: not first.progress.is_running)
    assert first.progress.done == 1
    assert held.begin("g1", RequestSeries(HOME, answer, number=1, at_once=1), start_thread)
