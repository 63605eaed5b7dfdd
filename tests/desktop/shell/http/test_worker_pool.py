"""Tests of the pools of threads that answer requests."""

import threading

import pytest

from desktop.shell.http import worker_pool
from desktop.shell.http.worker_pool import PoolSize, WorkerPool

SECONDS = 20


class Task:
    """A request that is answered once it may be."""

    def __init__(self, may_end: threading.Event) -> None:
        self.began, self.ended = threading.Event(), threading.Event()
        self.cancelled = False
        self._may_end = may_end

    def service(self) -> None:
        """Answer it."""
        self.began.set()
        self._may_end.wait(SECONDS)
        self.ended.set()

    def cancel(self) -> None:
        """Give it up."""
        self.cancelled = True


def test_a_thread_is_started_when_one_is_needed() -> None:
    """No thread runs before the first task; later tasks use those that are idle."""
    pool = WorkerPool("test", PoolSize(threads=4, waiting=4))
    assert pool.threads == 0
    may_end = threading.Event()
    may_end.set()
    for _ in range(5):
        task = Task(may_end)
        assert pool.offer(task)
        assert task.ended.wait(SECONDS)
    assert pool.threads <= 2
    pool.stop()
    assert pool.wait(SECONDS)


def test_so_many_run_and_so_many_wait() -> None:
    """Beyond its threads tasks wait, beyond those that may wait they are not taken, and all end at last."""
    pool = WorkerPool("test", PoolSize(threads=2, waiting=3))
    may_end = threading.Event()
    running = [Task(may_end) for _ in range(2)]
    assert all(pool.offer(task) for task in running)
    assert all(task.began.wait(SECONDS) for task in running)
    waiting = [Task(may_end) for _ in range(3)]
    assert all(pool.offer(task) for task in waiting)
    assert not pool.offer(Task(may_end))
    assert not any(task.began.is_set() for task in waiting)
    may_end.set()
    assert all(task.ended.wait(SECONDS) for task in running + waiting)
    pool.stop()


def test_a_stopped_pool_takes_nothing() -> None:
    """After its end no thread is started again."""
    pool = WorkerPool("test", PoolSize(threads=2, waiting=3))
    pool.stop()
    assert not pool.offer(Task(threading.Event()))
    assert pool.threads == 0


def test_what_waits_at_the_end_is_given_up() -> None:
    """A pool that ends answers what it has begun, and gives up what waits."""
    pool = WorkerPool("test", PoolSize(threads=1, waiting=3))
    may_end = threading.Event()
    begun, waiting = Task(may_end), Task(may_end)
    assert pool.offer(begun)
    assert begun.began.wait(SECONDS)
    assert pool.offer(waiting)
    pool.stop()
    assert waiting.cancelled
    assert not pool.wait(0)
    may_end.set()
    assert pool.wait(SECONDS)
    assert (begun.ended.is_set(), waiting.ended.is_set()) == (True, False)


def test_idle_threads_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that has had nothing to do for a while ends, and another one is started when it is needed."""
    monkeypatch.setattr(worker_pool, "IDLE_SECONDS", 0.01)
    pool = WorkerPool("test", PoolSize(threads=1, waiting=3))
    may_end = threading.Event()
    may_end.set()
    for _ in range(2):
        task = Task(may_end)
        assert pool.offer(task)
        assert task.ended.wait(SECONDS)
        assert pool.wait(SECONDS)
        assert pool.threads == 0


def test_a_system_without_threads_keeps_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """If no thread can be started, the task waits for those that run."""
    pool = WorkerPool("test", PoolSize(threads=2, waiting=3))
    may_end = threading.Event()
    first = Task(may_end)
    assert pool.offer(first)
    assert first.began.wait(SECONDS)
    second = Task(may_end)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", _fail)
        assert pool.offer(second)
    may_end.set()
    assert second.ended.wait(SECONDS)
    pool.stop()


def _fail(_thread: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")
