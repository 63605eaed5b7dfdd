"""A request is sent to a guest, and what becomes of it."""

import os
import subprocess
import sys
import threading
import time

import pytest

from server.model.exchange import Exchange, ExchangeState
from server.model.guest import GuestState
from server.model.outgoing import Outgoing
from server.runner.limits import Limits
from tests.server.runner.answers import OK, exchange, problem
from tests.server.runner.conftest import SECONDS, Stage

pytestmark = pytest.mark.slow


def test_a_request_becomes_an_exchange(stage: Stage) -> None:
    """send returns the finished exchange, and the callbacks know it by then."""
    guest = stage.open()
    done = exchange(guest.send(Outgoing(method="POST", path="/ok?a=1", body=b"hi")))
    assert done.state is ExchangeState.DONE
    assert done.response is not None
    assert done.response.body.data == b"ok hi"
    assert done.request.query == "a=1"
    assert done.request.body.data == b"hi"
    assert (done.id, done.number, done.took) == (1, 1, 1.5)
    assert stage.begun[0].state is ExchangeState.OPEN
    assert stage.finished == [done]


def test_the_unredacted_request_is_kept_for_replay(stage: Stage) -> None:
    """Guest.sent gives exactly what was sent, though the exchange is redacted."""
    guest = stage.open()
    secret = Outgoing(
        method="GET", path="/ok?token=sesame77", headers=(("Authorization", "Bearer sesame77"),)
    )
    done = exchange(guest.send(secret))
    assert "sesame77" not in repr(done)
    assert guest.sent(done.id) == secret
    assert guest.sent(done.id + 1) is None


def test_a_browsers_request_can_be_replayed_too(stage: Stage) -> None:
    """A request that somebody else sent is kept as the probe saw it."""
    guest = stage.open()
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
    done = exchange(guest.send(OK))
    theirs = next(one for one in stage.finished if one.id != done.id)
    kept = guest.sent(theirs.id)
    assert kept is not None
    assert (kept.method, kept.path, kept.body) == ("POST", "/ok?b=2", b"a=1")
    assert ("X-Api-Key", "k-123456") in [(name.title(), value) for name, value in kept.headers]
    assert "k-123456" not in repr(theirs)


def test_where_the_probe_has_no_response_the_wires_is_taken(stage: Stage) -> None:
    """The exchange then holds what really came, repeated headers included, and the callbacks see it so."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/silent")))
    assert done.response is not None
    assert done.response.body.data == b"only the wire knows"
    assert done.response.all_headers("x-twice") == ("1", "2")
    assert stage.finished[0].response == done.response


def test_a_request_the_probe_never_saw_is_an_exchange_too(stage: Stage) -> None:
    """What the guest's server answers on its own has no events, and is redacted like all else."""
    outgoing = Outgoing(method="POST", path="/unseen?password=hunter22", body=b"x" * 10)
    done = exchange(stage.open().send(outgoing))
    assert done.response is not None
    assert done.response.status == 400
    assert (done.events, done.state) == ((), ExchangeState.DONE)
    assert done.request.body.size == 10
    assert "hunter22" not in repr(done)
    assert stage.finished == [done]


def test_a_request_that_hangs_times_out(stage: Stage) -> None:
    """send gives a Problem after its time, and the guest goes on."""
    guest = stage.open()
    found = problem(guest.send(Outgoing(method="GET", path="/hang"), timeout=0.3))
    assert found.code == "timeout"
    assert "/hang" in found.cause
    assert exchange(guest.send(OK)).response is not None


def test_an_answer_that_drips_times_out(stage: Stage) -> None:
    """A head that comes byte by byte does not hold us longer than the time given."""
    began = time.monotonic()
    found = problem(stage.open().send(Outgoing(method="GET", path="/drip"), timeout=0.3))
    assert found.code == "timeout"
    assert time.monotonic() - began < SECONDS


def test_an_endless_stream_is_cut(stage: Stage) -> None:
    """An answer without an end is an exchange with what came in time."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/endless"), timeout=2.0))
    assert done.response is not None
    assert done.response.body.data.startswith(b"data: x")


def test_a_large_answer_is_kept_in_part(stage: Stage) -> None:
    """At most body_bytes are kept of an answer, and its whole size told."""
    guest = stage.open(limits=Limits(body_bytes=1000))
    done = exchange(guest.send(Outgoing(method="GET", path="/big")))
    assert done.response is not None
    assert len(done.response.body.data) == 1000
    assert done.response.body.size == 3 << 20


def test_what_is_no_http_is_told(stage: Stage) -> None:
    """An answer that is no HTTP ends in what the probe saw."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/nonsense")))
    assert done.response is None
    done = exchange(stage.open().send(Outgoing(method="GET", path="/many-headers")))
    assert done.state is ExchangeState.DONE


def test_what_http_cannot_carry_is_not_sent(stage: Stage) -> None:
    """A header with a line break, or a path with a space, is a Problem and no request."""
    guest = stage.open()
    for outgoing in (
        Outgoing(method="GET", path="/ok", headers=(("X", "a\r\nY: b"),)),
        Outgoing(method="GET", path="/o k"),
        Outgoing(method="GET", path="/ö"),
    ):
        assert problem(guest.send(outgoing)).code == "bad-request"
    assert not stage.begun


def test_dying_midway_loses_the_exchange_and_says_why(stage: Stage) -> None:
    """An exchange the guest dies in is LOST with what is known; the guest has crashed with its exit code."""
    guest = stage.open()
    done = exchange(guest.send(Outgoing(method="GET", path="/die")))
    assert done.state is ExchangeState.LOST
    assert done.response is None
    assert stage.finished == [done]
    status = guest.wait(SECONDS)
    assert status.state is GuestState.CRASHED
    assert "exit code 3" in problem(status.problem).cause
    assert problem(guest.send(OK)).code == "not-ready"


def test_a_channel_broken_midway_loses_the_exchange(stage: Stage) -> None:
    """The request under way is LOST when the channel breaks."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/garble")))
    assert done.state is ExchangeState.LOST


def test_too_many_events_are_counted_and_not_kept(stage: Stage) -> None:
    """An exchange keeps 5,000 events; how many more there were is told."""
    done = exchange(stage.open().send(Outgoing(method="GET", path="/flood")))
    assert len(done.events) == 5000
    assert done.lost_events >= 1000


def test_many_requests_at_once_find_their_own_exchange(stage: Stage) -> None:
    """Correlation by port holds for parallel requests."""
    guest = stage.open()
    answers: dict[int, Exchange] = {}

    def ask(number: int) -> None:
        answers[number] = exchange(
            guest.send(Outgoing(method="POST", path=f"/ok?{number}", body=b"%d" % number))
        )

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert {number: done.request.query for number, done in answers.items()} == {n: str(n) for n in range(20)}
    assert len({done.number for done in answers.values()}) == 20


@pytest.mark.skipif(os.name != "posix", reason="nothing can be stopped so")
def test_a_guest_that_takes_nothing_from_its_channel_holds_nobody(stage: Stage) -> None:
    """What is announced to it is dropped, and it answers again when it goes on."""
    guest = stage.open()
    life = guest._life
    assert life is not None
    stopped = [process for process in stage.family if process.ppid() != os.getpid()]
    for process in stopped:
        process.suspend()

    def announce() -> None:
        for _ in range(200_000):
            life.run.announce()

    announcing = threading.Thread(target=announce, name="announcing", daemon=True)
    announcing.start()
    announcing.join(SECONDS)
    for process in stopped:
        process.resume()
    assert not announcing.is_alive()
    assert exchange(guest.send(OK)).state is ExchangeState.DONE
