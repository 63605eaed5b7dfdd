"""Test that jobs are joined, limited in number, and never lost."""

import threading

from server.learning.jobs import Job, JobRunner
from server.model.problem import Problem
from server.web.base.background import start_thread

PATIENCE = 20.0


class Gate:
    """Work that lasts until `open` is set; counts how often it was started and how many ran at once."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.started = 0
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()

    def work(self) -> int:
        """Wait for the gate to open."""
        with self._lock:
            self.started += 1
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        assert self.open.wait(PATIENCE)
        with self._lock:
            self._now -= 1
        return 7


def key(name: str) -> tuple[str, str, str]:
    """Return a key of one lab."""
    return ("lab", name, "decide")


def test_a_running_job_is_joined() -> None:
    """Starting the same key twice runs the work once, and both callers get its result."""
    jobs, gate = JobRunner(start_thread), Gate()
    first, second = jobs.start(key("a"), gate.work), jobs.start(key("a"), gate.work)
    assert first is second
    assert jobs.running(key("a")) is first
    gate.open.set()
    assert jobs.wait(first, PATIENCE)
    assert first.result == 7
    assert gate.started == 1
    assert jobs.running(key("a")) is None


def test_only_so_many_jobs_run_at_once() -> None:
    """Jobs beyond the limit wait, and all are done in the end."""
    jobs, gate = JobRunner(start_thread, most_running=2), Gate()
    started = [jobs.start(key(name), gate.work) for name in "abcde"]
    gate.open.set()
    for job in started:
        assert job.done.wait(PATIENCE)
    assert gate.started == 5
    assert gate.most_at_once <= 2


def test_only_so_many_requests_wait() -> None:
    """A request that finds enough others waiting returns at once, so that threads stay free."""
    jobs = JobRunner(start_thread, most_running=1)
    slow: Job[int] = Job()
    inside = threading.Event()

    def wait() -> None:
        inside.set()
        jobs.wait(slow, PATIENCE)

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert inside.wait(PATIENCE)
    while jobs._waiters.acquire(blocking=False):  # until the thread above has taken the only place
        jobs._waiters.release()
    assert jobs.wait(slow, PATIENCE) is False
    slow.done.set()
    waiter.join(PATIENCE)
    assert jobs.wait(slow, 0.0) is True


def test_an_exception_becomes_a_problem() -> None:
    """Work that raises ends with a Problem as its result."""

    def fail() -> int:
        raise ValueError("no")

    job = JobRunner(start_thread).start(key("a"), fail)
    assert job.done.wait(PATIENCE)
    assert isinstance(job.result, Problem)
    assert "ValueError" in job.result.cause
