"""The small parts between a guest's process and its exchanges."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from functools import partial

import pytest

from server.model.outgoing_request import OutgoingRequest
from server.runner.guests import dispatcher as dispatch
from server.runner.guests.dispatcher import Dispatcher
from server.runner.processes import process_tree
from server.runner.processes.output_tail import OutputTail
from server.runner.processes.supervised_process import _read_report
from server.runner.requests import replay_cache
from server.runner.requests.pending import PendingRequests
from server.runner.requests.replay_cache import ReplayCache
from tests.support.sample_exchanges import exchange

OUT = OutgoingRequest(method="GET", path="/")
SECONDS = 60.0


def test_a_tail_keeps_the_last_lines() -> None:
    """Of many lines the last are kept, an unfinished one among them, in whatever pieces they came."""
    tail = OutputTail(3)
    for piece in (b"one\ntw", b"o\nthree\n", b"fo", b"ur"):
        tail.feed(piece)
    assert tail.lines() == ("two", "three", "four")
    tail.feed(b"\n")
    assert tail.lines() == ("two", "three", "four")


def test_a_character_in_two_pieces_is_one() -> None:
    """UTF-8 that is cut between two reads is put together."""
    tail = OutputTail(3)
    tail.feed("å".encode()[:1])
    tail.feed("å".encode()[1:] + b"\r\n\x1b[1mbold\x1b[0m \x1b]0;title\x07\x07end")
    assert tail.lines() == ("å", "bold end")


def test_long_lines_are_cut() -> None:
    """A line is cut after 2,000 characters, and says so."""
    tail = OutputTail(3)
    for _ in range(100):
        tail.feed(b"x" * 1000)
    tail.feed(b"\nnext\n")
    assert tail.lines() == ("x" * 2000 + " …", "next")


def test_jobs_are_done_in_order_and_survive_errors(caplog: pytest.LogCaptureFixture) -> None:
    """A job that raises is logged; closing does what is waiting first."""
    done: list[int] = []
    dispatcher = Dispatcher()
    dispatcher.post(lambda: done.append(1))
    dispatcher.post(lambda: done.append(1 // 0))
    dispatcher.post(lambda: dispatcher.close(1.0))
    dispatcher.post(lambda: done.append(2))
    dispatcher.close(SECONDS)
    assert done == [1, 2]
    assert "ZeroDivisionError" in caplog.text


def _wait(gate: threading.Event) -> None:
    gate.wait(SECONDS)


def test_a_flood_of_jobs_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patient posting waits while too many are waiting, and not for ever."""
    monkeypatch.setattr(dispatch, "BACKLOG", 2)
    monkeypatch.setattr(dispatch, "PATIENCE_SECONDS", 0.05)
    gate = threading.Event()
    done: list[int] = []
    dispatcher = Dispatcher()
    dispatcher.post(lambda: _wait(gate))
    for number in range(5):
        dispatcher.post(partial(done.append, number), patient=True)
    gate.set()
    dispatcher.close(SECONDS)
    assert done == [0, 1, 2, 3, 4]


def test_a_ticket_belongs_to_the_first_exchange_from_its_port() -> None:
    """Other ports, and later exchanges on the same one, are somebody else's."""
    tickets = PendingRequests()
    ticket = tickets.add(40000, OUT)
    ours = exchange(1, client_port=40000)
    tickets.match(exchange(5, client_port=None))
    tickets.match(ours)
    tickets.match(exchange(2, client_port=40000))
    assert ticket.started.is_set()
    assert tickets.find(ours) is ticket
    assert tickets.find(exchange(2, client_port=40000)) is None
    assert tickets.find(replace(ours, run="another")) is None
    assert ticket.resolve(ours, published=True)
    tickets.remove(ticket)
    tickets.remove(ticket)
    assert not ticket.resolve(ours, published=True)
    assert tickets.find(ours) is None


def test_requests_are_forgotten_in_the_order_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept requests are bounded in number and in bytes; the first for an exchange stays."""
    monkeypatch.setattr(replay_cache, "REQUEST_LIMIT", 3)
    monkeypatch.setattr(replay_cache, "BYTE_LIMIT", 100)
    kept = ReplayCache()
    for number in range(1, 6):
        kept.add(number, OutgoingRequest(method="GET", path=f"/{number}", body=b"x" * 10))
    assert [number for number in range(1, 6) if kept.get(number)] == [3, 4, 5]
    kept.add(5, OUT)
    assert (kept.get(5) or OUT).path == "/5"
    kept.add(6, OutgoingRequest(method="GET", path="/6", body=b"x" * 101))
    assert kept.get(6) is None
    kept.add(7, OutgoingRequest(method="GET", path="/7", body=b"x" * 95))
    assert [number for number in range(1, 9) if kept.get(number)] == [7]


def test_trees_are_read_without_the_kernels_list_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel does not list children psutil does; both see the same."""
    command = [sys.executable, "-c", "print('up', flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        listed = process_tree.descendants(os.getpid())
        assert child.pid in listed
        assert process_tree.resident_bytes([child.pid]) > 1 << 20
        monkeypatch.setattr(process_tree, "HAS_CHILDREN_FILE", False)
        assert child.pid in process_tree.descendants(os.getpid())
        assert process_tree.resident_bytes([child.pid]) > 1 << 20
        assert (
            0
            < process_tree.proportional_bytes([child.pid])
            <= process_tree.resident_bytes([child.pid]) + (8 << 20)
        )
        assert child.stdin is not None
        child.stdin.close()
    assert process_tree.descendants(child.pid) == []
    assert process_tree.resident_bytes([child.pid]) == 0
    monkeypatch.setattr(process_tree, "HAS_CHILDREN_FILE", True)
    assert process_tree.descendants(child.pid) == []
    assert process_tree.resident_bytes([child.pid]) == 0


def test_a_report_that_is_none_says_nothing() -> None:
    """A guest can write into its keeper's pipe: whatever stands there, the run can still end."""
    for line in (b"no json", b"[" * 100_000, b'{"exit": "0"}', b"[1]", b"\xff"):
        assert _read_report(line + b"\n") == {}
