"""News of workers find the exchange that sent the task."""

import pytest

from server.model.exchange import Exchange
from server.runner.channel.protocol import Job
from server.runner.recording.task_updates import MOST_EXCHANGES, MOST_NEWS, RunningTasks, TaskUpdates
from tests.server.lenses import samples
from tests.server.lenses.library_samples import job as sent


def news(state: str = "succeeded", number: int = 1, task: str = "c0ffee", **changes: object) -> Job:
    """What a worker says."""
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
        "result": samples.value("3 loaves"),
        "problem": None,
    }
    return Job(**{**facts, **changes})  # type: ignore[arg-type]  # the facts above


@pytest.fixture
def told() -> list[Exchange]:
    """What was told."""
    return []


@pytest.fixture
def late(told: list[Exchange]) -> TaskUpdates:
    """The one under test."""
    return TaskUpdates(told.append)


def test_news_come_to_the_exchange_that_sent_the_task(late: TaskUpdates, told: list[Exchange]) -> None:
    """At its time, for as long as it took, behind all that was known."""
    exchange = samples.exchange(samples.arrival(), sent())
    assert late.finished(exchange) is exchange
    late.heard(news())
    (changed,) = told
    event = changed.events[-1]
    assert changed.id == exchange.id
    assert (event.kind, event.body["state"]) == ("job", "succeeded")
    assert (event.at, event.took, event.seq) == (1500.0, 500.0, 2)
    assert late.latest(exchange) is changed


def test_news_that_are_faster_wait(late: TaskUpdates, told: list[Exchange]) -> None:
    """They are in the exchange when it ends."""
    late.heard(news("started", took=None))
    late.heard(news())
    done = late.finished(samples.exchange(sent()))
    assert [event.body["state"] for event in done.of("job")] == ["sent", "started", "succeeded"]
    assert told == []


def test_news_of_nobody_are_dropped(late: TaskUpdates, told: list[Exchange]) -> None:
    """Another exchange's, another run's; and an exchange without tasks is none of our business."""
    plain = samples.exchange(samples.arrival())
    assert late.finished(plain) is plain
    late.heard(news())
    late.heard(news(run="r2"))
    assert late.latest(plain) is plain
    assert told == []


def test_secrets_are_taken_out(late: TaskUpdates, told: list[Exchange]) -> None:
    """As everywhere."""
    late.finished(samples.exchange(sent()))
    late.heard(news("failed", problem="KeyError: password='hunter2-Zz9'"))
    assert "hunter2" not in str(told[0].events[-1].body)


def test_what_a_worker_can_make_us_hold_is_bounded(late: TaskUpdates, told: list[Exchange]) -> None:
    """News without end for one exchange, and for exchanges that never were."""
    late.finished(samples.exchange(sent()))
    for _ in range(MOST_NEWS + 50):
        late.heard(news("started"))
    assert len(list(told[-1].of("job"))) == MOST_NEWS
    for number in range(2, MOST_EXCHANGES + 300):
        for _ in range(2):
            late.heard(news(number=number))
    assert len(late._waiting) <= MOST_EXCHANGES
    for number in range(2, MOST_EXCHANGES + 300):
        late.finished(samples.exchange(sent(), number=number))
    assert len(late._known) <= MOST_EXCHANGES


def test_what_had_begun_when_a_worker_ended_is_lost() -> None:
    """And nothing else."""
    underway = RunningTasks()
    for job in (news("started", task="a"), news("started", task="b"), news("succeeded", task="b")):
        underway.heard(job)
    (lost,) = underway.lost(1_700_000_009.0)
    assert (lost.task, lost.state, lost.problem) == ("a", "lost", "the worker ended before it did")
    assert underway.lost(0.0) == ()
