"""A request to a guest and the exchange that comes of it."""

import subprocess
import sys
import threading
import time

import pytest

from server.model.exchange import Exchange, ExchangeState
from server.model.guest import GuestState
from server.model.outgoing_request import OutgoingRequest
from server.runner.processes.limits import Limits
from tests.support.runner.fake_script_guests import (
    OK_REQUEST,
    SECONDS,
    FakeScriptGuests,
    expect_exchange,
    expect_problem,
)
from tests.support.waiting import wait_until


def test_a_request_becomes_an_exchange(fake_guests: FakeScriptGuests) -> None:
    """`send` returns the finished exchange, and it has been published by then."""
    guest = fake_guests.open()
    exchange = expect_exchange(guest.send(OutgoingRequest(method="POST", path="/ok?a=1", body=b"hi")))
    assert exchange.state is ExchangeState.DONE
    assert exchange.response is not None
    assert exchange.response.body.data == b"ok hi"
    assert exchange.request.query == "a=1"
    assert exchange.request.body.data == b"hi"
    assert (exchange.id, exchange.number, exchange.took) == (1, 1, 1.5)
    assert fake_guests.started[0].state is ExchangeState.OPEN
    assert fake_guests.finished == [exchange]


def test_the_original_request_is_kept_for_replay(fake_guests: FakeScriptGuests) -> None:
    """`original_request` returns exactly what was sent, although the exchange is redacted."""
    guest = fake_guests.open()
    secret = OutgoingRequest(
        method="GET", path="/ok?token=sesame77", headers=(("Authorization", "Bearer sesame77"),)
    )
    exchange = expect_exchange(guest.send(secret))
    assert "sesame77" not in repr(exchange)
    assert guest.original_request(exchange.id) == secret
    assert guest.original_request(exchange.id + 1) is None


def test_the_request_of_a_browser_can_be_replayed_too(fake_guests: FakeScriptGuests) -> None:
    """A request that we did not send is kept as the probe saw it."""
    guest = fake_guests.open()
    port = guest.status.port
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, urllib.request as u\n"
            "u.urlopen(u.Request(sys.argv[1], b'a=1', {'X-Api-Key': 'k-123456'}))",
            f"http://localhost:{port}/ok?b=2",
        ],
        check=True,
    )
    exchange = expect_exchange(guest.send(OK_REQUEST))
    other = next(each for each in fake_guests.finished if each.id != exchange.id)
    original = guest.original_request(other.id)
    assert original is not None
    assert (original.method, original.path, original.body) == ("POST", "/ok?b=2", b"a=1")
    assert ("X-Api-Key", "k-123456") in [(name.title(), value) for name, value in original.headers]
    assert "k-123456" not in repr(other)


def test_a_missing_response_is_taken_from_the_wire(fake_guests: FakeScriptGuests) -> None:
    """The exchange, published too, has the response as it came, with repeated headers."""
    exchange = expect_exchange(fake_guests.open().send(OutgoingRequest(method="GET", path="/silent")))
    assert exchange.response is not None
    assert exchange.response.body.data == b"only the wire knows"
    assert exchange.response.all_headers("x-twice") == ("1", "2")
    assert fake_guests.finished[0].response == exchange.response


def test_a_request_that_the_probe_did_not_see_is_an_exchange(fake_guests: FakeScriptGuests) -> None:
    """What the guest's server answers by itself has no events, and is redacted like all exchanges."""
    outgoing = OutgoingRequest(method="POST", path="/unseen?password=hunter22", body=b"x" * 10)
    exchange = expect_exchange(fake_guests.open().send(outgoing))
    assert exchange.response is not None
    assert exchange.response.status == 400
    assert (exchange.events, exchange.state) == ((), ExchangeState.DONE)
    assert exchange.request.body.size == 10
    assert "hunter22" not in repr(exchange)
    assert fake_guests.finished == [exchange]


@pytest.mark.hardness("guest-silence")
def test_a_request_that_hangs_times_out(fake_guests: FakeScriptGuests) -> None:
    """`send` returns a problem after its timeout, and the guest goes on."""
    guest = fake_guests.open()
    problem = expect_problem(guest.send(OutgoingRequest(method="GET", path="/hang"), timeout=0.3))
    assert problem.code == "timeout"
    assert "/hang" in problem.cause
    assert expect_exchange(guest.send(OK_REQUEST)).response is not None


def test_headers_that_come_byte_by_byte_time_out(fake_guests: FakeScriptGuests) -> None:
    """They do not block `send` longer than its timeout."""
    started = time.monotonic()
    problem = expect_problem(
        fake_guests.open().send(OutgoingRequest(method="GET", path="/drip"), timeout=0.3)
    )
    assert problem.code == "timeout"
    assert time.monotonic() - started < SECONDS


@pytest.mark.hardness("guest-output")
def test_an_endless_stream_is_cut(fake_guests: FakeScriptGuests) -> None:
    """An endless response becomes an exchange with what came in time."""
    exchange = expect_exchange(
        fake_guests.open().send(OutgoingRequest(method="GET", path="/endless"), timeout=2.0)
    )
    assert exchange.response is not None
    assert exchange.response.body.data.startswith(b"data: x")


def test_a_large_response_is_kept_in_part(fake_guests: FakeScriptGuests) -> None:
    """At most `body_bytes` of a body are kept, and its whole size is known."""
    guest = fake_guests.open(limits=Limits(body_bytes=1000))
    exchange = expect_exchange(guest.send(OutgoingRequest(method="GET", path="/big")))
    assert exchange.response is not None
    assert len(exchange.response.body.data) == 1000
    assert exchange.response.body.size == 3 << 20


@pytest.mark.hardness("guest-silence")
def test_a_response_that_is_not_http(fake_guests: FakeScriptGuests) -> None:
    """The exchange is what the probe saw."""
    exchange = expect_exchange(fake_guests.open().send(OutgoingRequest(method="GET", path="/nonsense")))
    assert exchange.response is None
    exchange = expect_exchange(fake_guests.open().send(OutgoingRequest(method="GET", path="/many-headers")))
    assert exchange.state is ExchangeState.DONE


def test_a_request_that_is_not_valid_http_is_not_sent(fake_guests: FakeScriptGuests) -> None:
    """A header with a line break or a path with a space is a problem, and nothing is sent."""
    guest = fake_guests.open()
    for outgoing in (
        OutgoingRequest(method="GET", path="/ok", headers=(("X", "a\r\nY: b"),)),
        OutgoingRequest(method="GET", path="/o k"),
        OutgoingRequest(method="GET", path="/ö"),
    ):
        assert expect_problem(guest.send(outgoing)).code == "bad-request"
    assert not fake_guests.started


@pytest.mark.hardness("guest-end")
def test_the_exchange_of_a_guest_that_dies_is_lost(fake_guests: FakeScriptGuests) -> None:
    """The guest has crashed, and its problem names the exit code."""
    guest = fake_guests.open()
    exchange = expect_exchange(guest.send(OutgoingRequest(method="GET", path="/die")))
    assert exchange.state is ExchangeState.LOST
    assert exchange.response is None
    assert fake_guests.finished == [exchange]
    status = guest.wait(SECONDS)
    assert status.state is GuestState.CRASHED
    assert "exit code 3" in expect_problem(status.problem).cause
    assert expect_problem(guest.send(OK_REQUEST)).code == "not-ready"


def test_what_was_printed_before_a_request_is_no_reason_for_its_end(fake_guests: FakeScriptGuests) -> None:
    """The problem shows what came since the request began, which is nothing here."""
    guest = fake_guests.open()
    guest.send(OutgoingRequest(method="GET", path="/output"))
    wait_until(lambda: any("red" in line for line in guest.status.output))
    guest.send(OutgoingRequest(method="GET", path="/die"))
    problem = expect_problem(guest.wait(SECONDS).problem)
    assert "exit code 3" in problem.cause
    assert (problem.detail, problem.remedy) == ("", "It printed nothing since then.")


def test_a_guest_that_dies_before_it_reports_anything_loses_the_exchange(
    fake_guests: FakeScriptGuests,
) -> None:
    """The exchange holds the request that was sent, redacted, and can be replayed."""
    guest = fake_guests.open()
    outgoing = OutgoingRequest(method="GET", path="/vanish?password=hunter22")
    exchange = expect_exchange(guest.send(outgoing))
    assert (exchange.state, exchange.response, exchange.events) == (ExchangeState.LOST, None, ())
    assert exchange.request.path == "/vanish"
    assert "hunter22" not in repr(exchange)
    assert fake_guests.finished == [exchange]
    assert guest.original_request(exchange.id) == outgoing


@pytest.mark.hardness("guest-end")
def test_a_channel_that_breaks_loses_the_exchange(fake_guests: FakeScriptGuests) -> None:
    """An open exchange is LOST when the guest violates the protocol."""
    exchange = expect_exchange(fake_guests.open().send(OutgoingRequest(method="GET", path="/garble")))
    assert exchange.state is ExchangeState.LOST


@pytest.mark.hardness("guest-excess")
def test_events_beyond_the_limit_are_counted(fake_guests: FakeScriptGuests) -> None:
    """An exchange keeps 5,000 events and those that say how it was answered, and counts the others."""
    exchange = expect_exchange(fake_guests.open().send(OutgoingRequest(method="GET", path="/flood")))
    assert sum(event.kind == "log" for event in exchange.events) >= 4_990
    assert [event.kind for event in exchange.events if event.kind != "log"] == ["wsgi", "response", "wsgi"]
    assert exchange.losses[0].number >= 1000


def test_parallel_requests_get_their_own_exchanges(fake_guests: FakeScriptGuests) -> None:
    """Matching by source port holds for parallel requests."""
    guest = fake_guests.open()
    answers: dict[int, Exchange] = {}

    def send(number: int) -> None:
        answers[number] = expect_exchange(
            guest.send(OutgoingRequest(method="POST", path=f"/ok?{number}", body=b"%d" % number))
        )

    threads = [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert {number: exchange.request.query for number, exchange in answers.items()} == {
        n: str(n) for n in range(20)
    }
    assert len({exchange.number for exchange in answers.values()}) == 20
