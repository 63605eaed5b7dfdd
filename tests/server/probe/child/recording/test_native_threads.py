"""Tests of threads and signals that no library replaces."""

import threading

import pytest

from server.probe.child.recording import native_threads
from server.probe.child.recording.native_threads import Signal, exit_later, start_thread

SECONDS = 20.0


def test_a_thread_is_unknown_to_threading() -> None:
    """A library that replaces the locks of `threading` does not meet it."""
    signal, end = Signal(), Signal()
    before = threading.enumerate()

    def work(number: int) -> None:
        assert number == 7
        signal.set()
        end.wait(SECONDS)

    start_thread(work, 7)
    assert signal.wait(SECONDS)
    assert threading.enumerate() == before
    end.set()


def test_a_signal_ends_one_wait() -> None:
    """Setting it twice counts once."""
    signal = Signal()
    assert not signal.wait(0)
    signal.set()
    signal.set()
    assert signal.wait(0)
    assert not signal.wait(0.001)


def test_the_process_ends_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Meanwhile the caller goes on."""
    codes: list[int] = []
    ended = Signal()
    waited: list[float] = []
    monkeypatch.setattr(native_threads, "sleep", waited.append)

    def leave(code: int) -> None:
        codes.append(code)
        ended.set()

    monkeypatch.setattr(native_threads, "_exit", leave)
    exit_later(3.0)
    assert ended.wait(SECONDS)
    assert (waited, codes) == ([3.0], [0])
