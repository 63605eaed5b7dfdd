"""Tests of the threads on which Waitress answers requests."""

import logging
import threading
from collections.abc import Callable

import pytest

from server.probe.child.guest.servers import task_dispatcher as module
from server.probe.child.guest.servers.task_dispatcher import TaskDispatcher

SECONDS = 20.0


class Task:
    """A task that says when it runs, and ends when it is told to."""

    logger = logging.getLogger("tests.task_dispatcher")

    def __init__(self, action: Callable[[], object] = lambda: None) -> None:
        self.running = threading.Event()
        self.end = threading.Event()
        self._action = action

    def service(self) -> None:
        """Run until `end` is set."""
        self.running.set()
        self._action()
        assert self.end.wait(SECONDS)


def run(dispatcher: TaskDispatcher, count: int) -> list[Task]:
    """Start so many tasks and wait until all of them run."""
    tasks = [Task() for _ in range(count)]
    for task in tasks:
        dispatcher.add_task(task)
    assert all(task.running.wait(SECONDS) for task in tasks)
    return tasks


def threads_of(dispatcher: TaskDispatcher) -> int:
    """Return how many threads it has."""
    with dispatcher._changed:
        return len(dispatcher._names)


def wait_for(dispatcher: TaskDispatcher, condition: Callable[[], bool]) -> None:
    """Wait until the threads are as they should be."""
    for _ in range(2_000):
        with dispatcher._changed:
            if condition():
                return
        threading.Event().wait(0.01)
    pytest.fail("the threads never came to that")


def test_tasks_that_do_not_end_keep_no_other_waiting() -> None:
    """Each runs at once, however many there are."""
    dispatcher = TaskDispatcher(limit=64)
    tasks = run(dispatcher, 40)
    assert threads_of(dispatcher) == 40
    for task in tasks:
        task.end.set()


def test_an_idle_thread_is_used_again() -> None:
    """One request after another needs one thread."""
    dispatcher = TaskDispatcher(limit=64)
    for _ in range(5):
        (task,) = run(dispatcher, 1)
        task.end.set()
        wait_for(dispatcher, lambda: dispatcher._idle == 1)
    assert threads_of(dispatcher) == 1


def test_threads_that_are_no_longer_needed_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few stay, because the next request comes soon."""
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.01)
    dispatcher = TaskDispatcher(limit=64)
    for task in run(dispatcher, 10):
        task.end.set()
    wait_for(dispatcher, lambda: len(dispatcher._names) == module.KEPT_THREADS)
    (task,) = run(dispatcher, 1)
    task.end.set()


def test_the_limit_names_itself_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Tasks beyond it wait, and run as soon as another has ended."""
    dispatcher = TaskDispatcher(limit=2)
    first, second = run(dispatcher, 2)
    waiting = [Task(), Task()]
    for task in waiting:
        dispatcher.add_task(task)
    assert capsys.readouterr().err == (
        "Fumehood's limit: 2 requests are being answered at the same time."
        " Further requests wait until one of these has been answered.\n"
    )
    assert not waiting[0].running.is_set()
    for task in (first, second):
        task.end.set()
    for task in waiting:
        assert task.running.wait(SECONDS)
        task.end.set()


def test_a_system_without_further_threads_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task waits for one of the threads that there are."""
    dispatcher = TaskDispatcher(limit=64)
    (first,) = run(dispatcher, 1)

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    task = Task()
    dispatcher.add_task(task)
    assert "No thread can be started beside the 1 that" in capsys.readouterr().err
    first.end.set()
    assert task.running.wait(SECONDS)
    task.end.set()


def test_a_task_that_fails_is_logged_and_its_thread_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    """Waitress does the same."""

    def fail() -> None:
        raise SystemExit

    dispatcher = TaskDispatcher(limit=1)
    dispatcher.add_task(Task(fail))
    (task,) = run(dispatcher, 1)
    task.end.set()
    assert "Exception when servicing" in caplog.text
