"""Tests of the threads that run the guest's own `repr`."""

import threading

import pytest

from server.probe.child.describe import repr_threads
from server.probe.child.describe.repr_threads import ReprThreadPool
from server.probe.child.recording.recorder import Exchange, current_exchange


def test_a_job_runs_in_another_thread_without_an_exchange(exchange: Exchange) -> None:
    """What the guest's code logs there is not recorded."""
    observed: list[object] = []
    assert ReprThreadPool().run(lambda: observed.extend((threading.current_thread(), current_exchange())))
    assert observed[0] is not threading.current_thread()
    assert observed[1] is None
    assert current_exchange() is exchange


def test_a_job_that_raises_leaves_its_thread_usable() -> None:
    """Even one that asks the thread to exit."""

    def leave() -> None:
        raise SystemExit

    pool = ReprThreadPool()
    assert pool.run(leave)
    assert pool.run(lambda: None)
    assert pool._started == 1


def test_jobs_that_hang_are_abandoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """When all threads are stuck no job is run, until one of them is free again."""
    monkeypatch.setattr(repr_threads, "THREAD_LIMIT", 2)
    pool, gate = ReprThreadPool(), threading.Event()
    try:
        for _ in range(2):
            assert pool.run(gate.wait) is False  # type: ignore[arg-type]  # its result is not used
        assert pool.run(lambda: None) is False
    finally:
        gate.set()
    for _ in range(200):
        if pool.run(lambda: None):
            break
        threading.Event().wait(0.01)
    else:
        pytest.fail("no thread became free")


def test_a_forked_child_starts_threads_of_its_own() -> None:
    """The parent's do not survive the fork."""
    pool = ReprThreadPool()
    pool.run(lambda: None)
    pool._reset_after_fork()
    assert pool.run(lambda: None)
    assert pool._started == 1
