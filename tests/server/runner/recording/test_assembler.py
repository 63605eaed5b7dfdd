"""Events are assembled into exchanges."""

import base64
import json
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pytest

from server.model.event import Event
from server.model.exchange import Exchange, ExchangeState, Loss, LossReason
from server.model.origin import Origin
from server.model.versions import Versions
from server.runner.channel.protocol import End
from server.runner.recording import assembler
from server.runner.recording.assembler import Assembled, Assembler
from tests.support.runner import sample_events


class Recorder:
    """An assembler with a clock of its own, and everything that it returned."""

    def __init__(self) -> None:
        self.started: list[Exchange] = []
        self.finished: list[Assembled] = []
        self.now = 1000.0
        self.assembler = Assembler(
            run="run1",
            guest="guest1",
            versions=Versions(python="3.12"),
            next_id=iter(range(1, 9999)).__next__,
            clock=lambda: self.now,
        )

    def take(self, *events: Event) -> None:
        """Pass events to the assembler."""
        for event in events:
            self._keep(self.assembler.take(event))

    def end(self, number: int = 1, lost: int = 0, threads: int = 0) -> Exchange:
        """End an exchange; return the one that finished last."""
        self._keep(self.assembler.end(End(exchange=number, took=3.5, lost=lost, threads=threads)))
        return self.finished[-1].exchange

    def lose_all(self) -> None:
        """End the run."""
        self._keep(self.assembler.lose_all())

    def finished_numbers(self) -> list[int]:
        """The numbers of the finished exchanges, in the order in which they finished."""
        return [each.exchange.number for each in self.finished]

    def _keep(self, assembled: Sequence[Assembled]) -> None:
        for each in assembled:
            if each.exchange.state is ExchangeState.OPEN:
                self.started.append(each.exchange)
            else:
                self.finished.append(each)


def first_event(number: int = 1, **changes: Any) -> Event:
    """Return the first event of an exchange."""
    return sample_events.event("wsgi", sample_events.wsgi_request(**changes), 1, number)


def test_an_exchange_is_open_and_then_done() -> None:
    """It starts with its request and finishes with all its events in the order of their starts."""
    recorder = Recorder()
    later = sample_events.event("log", sample_events.log("second"), 3)
    recorder.take(
        first_event(path="/a b", query="x=1", script_name="/app"),
        later,
        sample_events.event("view", sample_events.view(), 2),
    )
    recorder.take(
        sample_events.event("response", sample_events.response(), 4),
        sample_events.event("wsgi", sample_events.wsgi_close(), 5),
    )
    exchange = recorder.end()
    (started,) = recorder.started
    assert (started.id, started.state, started.took, started.client_port) == (
        1,
        ExchangeState.OPEN,
        None,
        40000,
    )
    assert started.request.url == "http://localhost:8000/app/a%20b?x=1"
    assert started.started_at == 1000.0 - 0.001
    assert (exchange.id, exchange.state, exchange.took) == (1, ExchangeState.DONE, 3.5)
    assert [event.seq for event in exchange.events] == [1, 2, 3, 4, 5]
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.body.text) == (200, "hello")
    assert exchange.versions.python == "3.12"


def test_events_without_an_exchange_are_dropped() -> None:
    """An event before the first or after the end of an exchange starts nothing."""
    recorder = Recorder()
    recorder.take(
        sample_events.event("log", sample_events.log("early")),
        sample_events.event("wsgi", sample_events.wsgi_close()),
    )
    assert not recorder.assembler.end(End(exchange=1, took=1.0, lost=0))
    recorder.take(first_event(2))
    recorder.end(2)
    recorder.take(sample_events.event("log", sample_events.log("late"), 9, 2), first_event(2))
    assert len(recorder.started) == len(recorder.finished) == 1


def test_exchanges_start_in_any_order() -> None:
    """The threads of a guest overtake each other, and no exchange is lost."""
    recorder = Recorder()
    recorder.take(first_event(3), first_event(1))
    recorder.end(3)
    recorder.take(first_event(2))
    recorder.end(1)
    recorder.end(2)
    assert recorder.finished_numbers() == [3, 1, 2]


def test_exchanges_that_are_open_when_the_run_ends_are_lost() -> None:
    """LOST with what is known, and with their duration so far."""
    recorder = Recorder()
    recorder.take(first_event(1), first_event(2), sample_events.event("view", sample_events.view(), 2, 1))
    recorder.now += 0.25
    recorder.lose_all()
    first, second = (each.exchange for each in recorder.finished)
    assert (first.state, second.state) == (ExchangeState.LOST, ExchangeState.LOST)
    assert [event.kind for event in first.events] == ["wsgi", "view"]
    assert round(first.took or 0) == 251
    assert first.response is None


def test_the_number_of_open_exchanges_is_bounded(monkeypatch: Any) -> None:
    """The oldest ones are lost."""
    monkeypatch.setattr(assembler, "OPEN_LIMIT", 3)
    recorder = Recorder()
    recorder.take(*(first_event(number) for number in range(1, 6)))
    assert recorder.finished_numbers() == [1, 2]


def test_events_beyond_the_weight_limit_are_counted(monkeypatch: Any) -> None:
    """They are counted as lost, together with those that the guest lost."""
    monkeypatch.setattr(assembler, "WEIGHT_LIMIT", 8 << 20)
    recorder = Recorder()
    recorder.take(first_event())
    recorder.take(
        *(sample_events.event("log", sample_events.log("x" * (1 << 20)), seq) for seq in range(2, 14))
    )
    fault = {"sensor": "log", "problem": "slow", "lost": 2}
    recorder.take(sample_events.event("probe-fault", fault, 20))
    exchange = recorder.end(lost=3)
    assert len(list(exchange.of("log"))) == 7
    assert exchange.lost_events == 3
    assert exchange.losses == (Loss(reason=LossReason.HOST, kind="log", number=5),)


def test_a_complete_request_is_returned_for_replay() -> None:
    """With its headers and body; a request whose body was not read to its end cannot be sent again."""
    recorder = Recorder()
    headers = [["Host", "localhost:8000"], ["Content-Length", "3"], ["Authorization", "Bearer abcdef99"]]
    recorder.take(first_event(path="/å", query="q=%20", headers=headers))
    recorder.take(sample_events.event("wsgi", sample_events.wsgi_close(input=sample_events.body("a=1")), 2))
    recorder.end()
    sent = recorder.finished[0].request
    assert sent is not None
    assert (sent.path, sent.body) == ("/%C3%A5?q=%20", b"a=1")
    assert ("Authorization", "Bearer abcdef99") in sent.headers
    for unread in (sample_events.body("a"), sample_events.body("a=", size=3)):
        number = len(recorder.finished) + 1
        recorder.take(first_event(number, headers=headers))
        recorder.take(sample_events.event("wsgi", sample_events.wsgi_close(input=unread), 2, number))
        recorder.end(number)
        assert recorder.finished[-1].request is None


def test_binary_bodies_are_decoded_from_base64() -> None:
    """Invalid base64 gives an empty body."""
    data = b"\x89PNG\xff"
    body = sample_events.body(None, base64=base64.b64encode(data).decode(), size=5)
    assert assembler.body_of(body).data == data
    assert assembler.body_of(sample_events.body(None, base64="###")).data == b""
    assert assembler.body_of(sample_events.body(None)).data == b""
    assert assembler.body_of(None).size == 0


def test_names_and_families_have_weight_too(monkeypatch: Any) -> None:
    """A guest cannot use more memory by putting text where none is expected."""
    monkeypatch.setattr(assembler, "WEIGHT_LIMIT", 8 << 20)
    recorder = Recorder()
    recorder.take(first_event())
    for number in range(2, 22, 2):
        named = sample_events.event(
            "log", {**sample_events.log("m"), f"{number}{'k' * (1 << 20)}": 1}, number
        )
        family = replace(
            sample_events.event("log", sample_events.log("m"), number + 1), family="f" * (1 << 20)
        )
        recorder.take(named, family)
    assert recorder.end().losses[0].number > 10


def test_the_weight_of_all_open_exchanges_is_bounded(monkeypatch: Any) -> None:
    """The oldest ones are lost."""
    monkeypatch.setattr(assembler, "OPEN_WEIGHT_LIMIT", 1 << 20)
    recorder = Recorder()
    for number in range(1, 5):
        recorder.take(first_event(number))
        recorder.take(sample_events.event("log", sample_events.log("x" * (1 << 19)), 2, number))
    assert recorder.finished_numbers() == [1, 2, 3]
    recorder.end(4)
    recorder.take(first_event(5), sample_events.event("log", sample_events.log("x" * (1 << 19)), 2, 5))
    assert recorder.finished_numbers() == [1, 2, 3, 4]


FILLINGS: Final[dict[str, Sequence[object]]] = {
    "empty texts": [""] * 1_000,
    "short texts": [f"{number:02}" for number in range(100)] * 10,
    "empty lists": [[] for _ in range(1_000)],
    "empty objects": [{} for _ in range(1_000)],
    "objects": [{"": 0} for _ in range(1_000)],
    "decimal numbers": [number / 7 for number in range(1_000)],
    "wide texts": ["\U0001f9ea" * 100] * 100,
}


@pytest.mark.hardness("guest-memory")
@pytest.mark.parametrize("filling", FILLINGS)
def test_one_open_exchange_takes_no_more_than_its_weight(filling: str, monkeypatch: Any) -> None:
    """However small the values of its events are: 5,000 events of 330,000 empty texts took 1.5 GB."""
    monkeypatch.setattr(assembler, "WEIGHT_LIMIT", 1 << 18)
    recorder = Recorder()
    recorder.take(first_event())
    fill = json.dumps(FILLINGS[filling])
    tracemalloc.start()
    try:
        for seq in range(2, 100):
            recorder.take(
                sample_events.event("log", {**sample_events.log(""), "more": json.loads(fill)}, seq)
            )
        taken, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 2 * assembler.WEIGHT_LIMIT


@pytest.mark.hardness("guest-memory")
def test_all_open_exchanges_take_no_more_than_their_weight(monkeypatch: Any) -> None:
    """Also if each of many exchanges is small enough by itself."""
    monkeypatch.setattr(assembler, "OPEN_WEIGHT_LIMIT", 1 << 19)
    recorder = Recorder()
    fill = json.dumps(FILLINGS["empty lists"])
    tracemalloc.start()
    try:
        for number in range(1, 20):
            recorder.take(first_event(number))
            body = {**sample_events.log(""), "more": json.loads(fill)}
            recorder.take(sample_events.event("log", body, 2, number))
            recorder.finished.clear()
        taken, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 1.5 * assembler.OPEN_WEIGHT_LIMIT


@pytest.mark.hardness("guest-memory")
def test_an_exchange_whose_first_event_is_too_large_does_not_start(monkeypatch: Any) -> None:
    """There is nothing to show of it."""
    monkeypatch.setattr(assembler, "WEIGHT_LIMIT", 1 << 20)
    recorder = Recorder()
    recorder.take(first_event(more=[""] * 200_000))
    assert recorder.assembler.open_exchanges() == ()


def late(message: str = "", number: int = 1) -> Event:
    """An event that a thread reports after the end."""
    body = {"stream": "stdout", "text": message, "omitted": 0}
    return replace(sample_events.event("output", body, 9, number), thread="worker")


def test_events_of_threads_are_added_to_a_finished_exchange() -> None:
    """It is finished again, under the same id, and redacted as a whole."""
    recorder = Recorder()
    recorder.take(first_event(query="token=swordfish-77"))
    finished = recorder.end(threads=1)
    recorder.take(late("swordfish-77"), late("again"))
    (again,) = recorder.assembler.updated()
    assert again.again
    assert (again.exchange.id, again.exchange.took) == (finished.id, finished.took)
    assert [event.kind for event in again.exchange.events] == ["wsgi", "output", "output"]
    assert "swordfish-77" not in str(again.exchange.events)
    assert recorder.assembler.updated() == []


def test_only_exchanges_with_threads_at_work_get_late_events() -> None:
    """Of these, the oldest are forgotten; an event without a thread is no late one."""
    recorder = Recorder()
    recorder.take(first_event())
    recorder.end()
    for number in range(2, assembler.LATE_LIMIT + 4):
        recorder.take(first_event(number))
        recorder.end(number, threads=1)
    recorder.take(late(), late(number=2), replace(late(number=3), thread=None))
    assert recorder.assembler.updated() == []


def test_threads_are_at_work_until_they_have_ended() -> None:
    """Their end may come just before that of the exchange; an unknown exchange does not matter."""
    recorder = Recorder()
    for number in (1, 2, 3):
        recorder.take(first_event(number))
    recorder.end(1)
    assert not recorder.assembler.has_threads_at_work()
    recorder.end(2, threads=1)
    assert recorder.assembler.has_threads_at_work()
    recorder.assembler.rest(3)
    recorder.end(3, threads=1)
    recorder.assembler.rest(2)
    recorder.assembler.rest(77)
    assert not recorder.assembler.has_threads_at_work()


def test_an_exchange_has_the_origin_of_its_app() -> None:
    """From its start."""
    recorder = Recorder()
    origin = Origin(interpreter="/python", working_directory="/shop", app="app:app")
    recorder.assembler.origin = origin
    recorder.take(sample_events.event("wsgi", sample_events.wsgi_request(), exchange=1))
    assert recorder.started[0].origin == recorder.end(1).origin == origin


def test_an_open_exchange_can_be_looked_at() -> None:
    """With the events so far, in order and redacted; afterwards it is no longer open."""
    recorder = Recorder()
    log = {**sample_events.log("second"), "message": "password=hunter2-rye"}
    recorder.take(
        first_event(),
        sample_events.event("log", log, 3),
        sample_events.event("view", sample_events.view(), 2),
    )
    exchange = recorder.assembler.open_exchange(recorder.started[0].id)
    assert exchange is not None
    assert (exchange.state, [event.seq for event in exchange.events]) == (ExchangeState.OPEN, [1, 2, 3])
    assert "hunter2" not in str(exchange.events)
    assert recorder.assembler.open_exchange(99) is None
    recorder.end()
    assert recorder.assembler.open_exchange(exchange.id) is None


def test_an_exchange_that_a_flask_app_handled_has_the_versions_of_flask() -> None:
    """Though the app was made only after the guest had been loaded as another one."""
    recorder = Recorder()
    recorder.assembler.with_flask = Versions(python="3.12", flask="3.1.3", werkzeug="3.1.4")
    recorder.take(first_event(1), sample_events.event("app", {"name": "late"}, 2, 1), first_event(2))
    assert recorder.end(1).versions.flask == "3.1.3"
    assert recorder.end(2).versions.flask is None
