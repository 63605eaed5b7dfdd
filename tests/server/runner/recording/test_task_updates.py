"""Celery task updates reach the exchange that queued the task."""

from dataclasses import replace

import pytest

from server.model.exchange import Exchange
from server.runner.channel.protocol import TaskReport
from server.runner.recording.task_updates import EXCHANGE_LIMIT, UPDATE_LIMIT, RunningTasks, TaskUpdates
from tests.support.lenses import sample_events
from tests.support.lenses.sample_library_events import job as queued


def update(state: str = "succeeded", number: int = 1, task: str = "c0ffee", **changes: object) -> TaskReport:
    """A report of a worker about the task of exchange `number`."""
    facts: dict[str, object] = {
        "run": "r1",
        "number": number,
        "task": task,
        "name": "bakery.bake",
        "state": state,
        "time": 1_700_000_002.0,
        "took": 500.0,
        "retries": 0,
        "worker": "celery@oven",
        "result": sample_events.value("3 loaves"),
        "problem": None,
    }
    return TaskReport(**{**facts, **changes})  # type: ignore[arg-type]  # the facts above


@pytest.fixture
def published() -> list[Exchange]:
    """The exchanges that were published again."""
    return []


@pytest.fixture
def updates(published: list[Exchange]) -> TaskUpdates:
    """The updates under test."""
    return TaskUpdates(published.append)


def test_an_update_is_added_to_the_exchange_that_queued_the_task(
    updates: TaskUpdates, published: list[Exchange]
) -> None:
    """It is the last event, at the time when the task started and for as long as it took."""
    exchange = sample_events.exchange(sample_events.arrival(), queued())
    assert updates.finish(exchange) is exchange
    updates.add(update())
    (updated,) = published
    event = updated.events[-1]
    assert updated.id == exchange.id
    assert (event.kind, event.body["state"]) == ("job", "succeeded")
    assert (event.at, event.took, event.seq) == (1500.0, 500.0, 2)
    assert updates.latest(exchange) is updated


@pytest.mark.parametrize(("time", "at"), [(1_700_000_000.000_9, 1.6), (1_700_000_000.004, 4.0)])
def test_a_task_never_starts_before_it_was_sent(updates: TaskUpdates, time: float, at: float) -> None:
    """Times are counted from the start that the guest reported, however late the host heard of it."""
    first = sample_events.arrival()
    first = replace(first, body={**first.body, "started_at": 1_700_000_000.0})
    arrived = replace(sample_events.exchange(first, queued()), started_at=1_700_000_000.02)
    exchange = updates.finish(arrived)
    updates.add(update("started", took=None, time=time))
    assert updates.latest(exchange).events[-1].at == pytest.approx(at, abs=0.001)


def test_updates_before_the_end_of_the_exchange_wait_for_it(
    updates: TaskUpdates, published: list[Exchange]
) -> None:
    """The exchange has them when it finishes, and is not published again."""
    updates.add(update("started", took=None))
    updates.add(update())
    exchange = updates.finish(sample_events.exchange(queued()))
    assert [event.body["state"] for event in exchange.of("job")] == ["sent", "started", "succeeded"]
    assert published == []


def test_updates_of_unknown_exchanges_are_not_published(
    updates: TaskUpdates, published: list[Exchange]
) -> None:
    """Those of another run, and those of an exchange that queued no task, change nothing."""
    plain = sample_events.exchange(sample_events.arrival())
    assert updates.finish(plain) is plain
    updates.add(update())
    updates.add(update(run="r2"))
    assert updates.latest(plain) is plain
    assert published == []


def test_updates_are_redacted(updates: TaskUpdates, published: list[Exchange]) -> None:
    """A secret in the error of a task is not published."""
    updates.finish(sample_events.exchange(queued()))
    updates.add(update("failed", problem="KeyError: password='hunter2-Zz9'"))
    assert "hunter2" not in str(published[0].events[-1].body)


def test_the_memory_for_updates_is_bounded(updates: TaskUpdates, published: list[Exchange]) -> None:
    """A worker may report without end on one exchange, and on exchanges that never were."""
    updates.finish(sample_events.exchange(queued()))
    for _ in range(UPDATE_LIMIT + 50):
        updates.add(update("started"))
    assert len(list(published[-1].of("job"))) == UPDATE_LIMIT
    for number in range(2, EXCHANGE_LIMIT + 300):
        for _ in range(2):
            updates.add(update(number=number))
    assert len(updates._waiting) <= EXCHANGE_LIMIT
    for number in range(2, EXCHANGE_LIMIT + 300):
        updates.finish(sample_events.exchange(queued(), number=number))
    assert len(updates._finished) <= EXCHANGE_LIMIT


def test_tasks_that_run_when_their_worker_ends_are_lost() -> None:
    """Tasks that have finished are not."""
    running = RunningTasks()
    for report in (update("started", task="a"), update("started", task="b"), update("succeeded", task="b")):
        running.add(report)
    (lost,) = running.lose_all(1_700_000_009.0)
    assert (lost.task, lost.state, lost.problem) == ("a", "lost", "the worker ended before it did")
    assert running.lose_all(0.0) == ()
