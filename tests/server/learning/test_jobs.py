"""Work behind the requests: bounded, joined, and never lost."""

import threading

from server.learning.jobs import Job, JobRunner
from server.learning.proof_run import ProofSession
from server.model.problem import Problem
from server.web.base.background import start_thread

PATIENCE = 20.0


class Gate:
    """Work that lasts until it is let go; counts how often it was begun and how many were at it together."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.begun = 0
        self.together = 0
        self._now = 0
        self._lock = threading.Lock()

    def work(self) -> int:
        """Wait for the gate."""
        with self._lock:
            self.begun += 1
            self._now += 1
            self.together = max(self.together, self._now)
        assert self.open.wait(PATIENCE)
        with self._lock:
            self._now -= 1
        return 7


def key(name: str) -> tuple[str, str, str]:
    """A key of one lab."""
    return ("lab", name, "decide")


def test_work_under_way_is_joined() -> None:
    """Asking twice for the same claim runs it once, and both get its answer."""
    deciding, gate = JobRunner(start_thread), Gate()
    first, second = deciding.start(key("a"), gate.work), deciding.start(key("a"), gate.work)
    assert first is second
    assert deciding.running(key("a")) is first
    gate.open.set()
    assert deciding.wait(first, PATIENCE)
    assert first.answer == 7
    assert gate.begun == 1
    assert deciding.running(key("a")) is None


def test_only_so_many_run_together() -> None:
    """Beyond the bound work waits for its turn, and is done in the end."""
    deciding, gate = JobRunner(start_thread, at_once=2), Gate()
    tasks = [deciding.start(key(name), gate.work) for name in "abcde"]
    gate.open.set()
    for task in tasks:
        assert task.done.wait(PATIENCE)
    assert gate.begun == 5
    assert gate.together <= 2


def test_only_so_many_requests_wait() -> None:
    """A request that finds enough others waiting is answered at once, so that threads stay free."""
    deciding = JobRunner(start_thread, at_once=1)
    slow: Job[int] = Job()
    inside = threading.Event()

    def wait() -> None:
        inside.set()
        deciding.wait(slow, PATIENCE)

    waiter = threading.Thread(target=wait)
    waiter.start()
    assert inside.wait(PATIENCE)
    while deciding._waiters.acquire(blocking=False):  # until the thread above has taken the only place
        deciding._waiters.release()
    assert deciding.wait(slow, PATIENCE) is False
    slow.done.set()
    waiter.join(PATIENCE)
    assert deciding.wait(slow, 0.0) is True


def test_work_that_breaks_answers_with_a_problem() -> None:
    """An exception on the thread becomes the task's answer."""

    def fall() -> int:
        raise ValueError("no")

    task = JobRunner(start_thread).start(key("a"), fall)
    assert task.done.wait(PATIENCE)
    assert isinstance(task.answer, Problem)
    assert "ValueError" in task.answer.cause


def test_watching_a_run_is_bounded_too() -> None:
    """Beyond two watchers a request gets the state as it is, at once."""

    class Nothing:
        def prove(self, slugs: object, **options: object) -> None:
            """Find nothing."""

    proving = ProofSession(Nothing(), lambda _verdict, _python: None, dict, start_thread)
    for _ in range(2):
        assert proving._waiters.acquire(blocking=False)
    assert proving.watch(0, PATIENCE).version == 0
