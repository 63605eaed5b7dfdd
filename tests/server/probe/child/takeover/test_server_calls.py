"""Tests of the decision about a server that the guest starts."""

import threading
from typing import Any

import pytest

from server.probe.child.guest.failure import GuestStartError
from server.probe.child.takeover.server_calls import ServerCalls


def test_a_server_is_the_guests_own_by_default(calls: ServerCalls) -> None:
    """Nothing is taken over or reported before that was asked for."""
    assert not calls.start("a server", object())
    assert not calls.is_concerned()


def test_only_the_first_server_is_taken_over(calls: ServerCalls, taken: list[Any]) -> None:
    """A second one is the guest's own."""
    assert calls.will_take()
    assert calls.start("a server", "first")
    assert not calls.start("a server", "second")
    assert not calls.will_take()
    assert (taken, calls.is_taken) == (["first"], True)


def test_the_caller_learns_how_to_stop_it(calls: ServerCalls) -> None:
    """`started` is called with the function that stops serving."""
    stops: list[Any] = []
    calls.expect(lambda _app, started: started(print))
    calls.start("a server", "app", stops.append)
    assert stops == [print]


def test_a_server_that_does_not_block_is_served_in_a_thread(calls: ServerCalls) -> None:
    """The caller goes on at once."""
    served = threading.Event()
    calls.expect(lambda _app, _started: served.set())
    assert calls.start_in_thread("app", print)
    assert served.wait(10)
    assert not calls.start_in_thread("app", print)


def test_a_server_that_blocks_an_import_is_reported(calls: ServerCalls) -> None:
    """In the main thread only, and only during the import."""
    calls.begin_import()
    in_thread: list[bool] = []
    thread = threading.Thread(target=lambda: in_thread.append(calls.start("a server", "app")))
    thread.start()
    thread.join()
    assert in_thread == [False]
    with pytest.raises(GuestStartError, match=r"a server was called") as raised:
        calls.start("a server", "app")
    assert raised.value.code == "serves-at-import"
    calls.end_import()
    assert not calls.start("a server", "app")
