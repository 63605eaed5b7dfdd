"""Attaches Celery task updates to the exchange that queued the task, even after it has finished."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from server.model.event import Event
from server.model.exchange import Exchange
from server.runner.channel.protocol import TaskReport
from server.runner.recording.weight import weight_of_all, weight_of_value
from server.runner.redaction.events import redact_events

# Finished exchanges whose tasks may still run, and open exchanges that have updates already.
EXCHANGE_LIMIT: Final = 200
WAITING_LIMIT: Final = 200
# The bytes of memory that these exchanges, and the updates that wait for one, may take together.
EXCHANGES_WEIGHT_LIMIT: Final = 64 << 20
WAITING_WEIGHT_LIMIT: Final = 16 << 20
# Updates of one exchange.
UPDATE_LIMIT: Final = 200
# Seconds by which the guest's own time of the start may differ from ours; one that differs more is not used.
CLOCK_TOLERANCE: Final = 60.0
LOST_PROBLEM: Final = "the worker ended before it did"
_OF_WORKERS: Final = ("started", "succeeded", "failed", "retried", "refused", "lost")
_FINAL_STATES: Final = ("succeeded", "failed", "refused", "lost", "retried")

Key = tuple[str, int]


class TaskUpdates:
    """Adds what workers report about tasks to the exchanges that queued them; safe between threads.

    `publish` is called with the whole exchange when an update has reached one that was finished before.
    """

    def __init__(self, publish: Callable[[Exchange], None]) -> None:
        self._publish = publish
        self._finished: OrderedDict[Key, Exchange] = OrderedDict()
        self._weights: dict[Key, int] = {}
        self._waiting: OrderedDict[Key, list[TaskReport]] = OrderedDict()
        self._waiting_weight = 0
        self._lock = threading.Lock()

    def finish(self, exchange: Exchange) -> Exchange:
        """Return the finished exchange with the updates so far; later ones are added as they come."""
        if exchange.first("job") is None:
            return exchange
        key = (exchange.run, exchange.number)
        with self._lock:
            for report in self._forget_waiting(key):
                exchange = with_update(exchange, report)
            self._remember(key, exchange)
        return exchange

    def renew(self, exchange: Exchange) -> Exchange:
        """Return an exchange that has got events after its end, with the updates that it had before."""
        key = (exchange.run, exchange.number)
        with self._lock:
            earlier = self._finished.get(key)
            if earlier is not None:
                reported = tuple(event for event in earlier.of("job") if event.body["state"] in _OF_WORKERS)
                response = exchange.response or earlier.response
                exchange = replace(exchange, events=(*exchange.events, *reported), response=response)
            self._remember(key, exchange)
        return exchange

    def latest(self, exchange: Exchange) -> Exchange:
        """Return a finished exchange with all updates and events so far."""
        with self._lock:
            return self._finished.get((exchange.run, exchange.number), exchange)

    def add(self, report: TaskReport) -> None:
        """Add what a worker reported about a task."""
        key = (report.run, report.number)
        with self._lock:
            exchange = self._finished.get(key)
            if exchange is None:
                self._keep_waiting(key, report)
                return
            updated = with_update(exchange, report)
            self._remember(key, updated)
        if updated is not exchange:
            self._publish(updated)

    def _remember(self, key: Key, exchange: Exchange) -> None:
        """Remember a finished exchange, and forget the oldest ones where there are too many."""
        self._finished[key] = exchange
        self._weights[key] = weight_of_all(exchange.events)
        while len(self._finished) > EXCHANGE_LIMIT or (
            len(self._finished) > 1 and sum(self._weights.values()) > EXCHANGES_WEIGHT_LIMIT
        ):
            oldest, _exchange = self._finished.popitem(last=False)
            del self._weights[oldest]

    def _keep_waiting(self, key: Key, report: TaskReport) -> None:
        reports = self._waiting.setdefault(key, [])
        if len(reports) < UPDATE_LIMIT:
            reports.append(report)
            self._waiting_weight += _weight_of(report)
        while len(self._waiting) > WAITING_LIMIT or (
            len(self._waiting) > 1 and self._waiting_weight > WAITING_WEIGHT_LIMIT
        ):
            self._forget_waiting(next(iter(self._waiting)))

    def _forget_waiting(self, key: Key) -> list[TaskReport]:
        """Return the updates that waited for an exchange, which they do no longer."""
        reports = self._waiting.pop(key, [])
        self._waiting_weight -= sum(map(_weight_of, reports))
        return reports


class RunningTasks:
    """The tasks that one worker has started and not finished; to be used by one thread at a time."""

    def __init__(self) -> None:
        self._running: dict[str, TaskReport] = {}

    def add(self, report: TaskReport) -> None:
        """Record the start or the end of a task."""
        if report.state in _FINAL_STATES:
            self._running.pop(report.task, None)
        elif len(self._running) < UPDATE_LIMIT:
            self._running[report.task] = report

    def lose_all(self, now: float) -> tuple[TaskReport, ...]:
        """Return each running task as lost, for its worker has ended; `now` is seconds since the epoch."""
        reports, self._running = self._running, {}
        return tuple(
            replace(report, state="lost", time=now, problem=LOST_PROBLEM, took=None)
            for report in reports.values()
        )


def with_update(exchange: Exchange, report: TaskReport) -> Exchange:
    """Return the exchange with one more redacted event; unchanged if it has UPDATE_LIMIT of them already."""
    events = exchange.events
    if sum(1 for event in events if event.kind == "job") >= UPDATE_LIMIT:
        return exchange
    took = report.took
    (event,) = redact_events(
        (
            Event(
                exchange=exchange.number,
                seq=max((event.seq for event in events), default=0) + 1,
                kind="job",
                at=max(
                    (report.time - _started_at(exchange)) * 1000 - (took or 0.0), _queued_at(exchange, report)
                ),
                took=took,
                caller=None,
                family=None,
                body=body_of(report),
            ),
        )
    )
    return replace(exchange, events=(*events, event))


def _started_at(exchange: Exchange) -> float:
    """Return when an exchange started, in seconds since the epoch, by the clock of the guest and its worker.

    `started_at` of the exchange is up to the time that the first event was on its way later.
    """
    first = exchange.first("wsgi")
    reported = None if first is None else first.body.get("started_at")
    if isinstance(reported, int | float) and abs(reported - exchange.started_at) <= CLOCK_TOLERANCE:
        return float(reported)
    return exchange.started_at


def _queued_at(exchange: Exchange, report: TaskReport) -> float:
    """Return when the task began to be sent, before which it cannot have run; 0.0 if that is unknown."""
    queued = (
        event.at
        for event in exchange.of("job")
        if event.body["state"] == "sent" and event.body["task"] == report.task
    )
    return max(next(queued, 0.0), 0.0)


def _weight_of(report: TaskReport) -> int:
    """Return about how many bytes of memory a report takes."""
    return weight_of_value({**body_of(report), "run": report.run})


def body_of(report: TaskReport) -> dict[str, Any]:
    """Return the body of the `job` event, as docs/events.md describes it."""
    return {
        "state": report.state,
        "task": report.task,
        "name": report.name,
        "args": [],
        "kwargs": {},
        "queue": None,
        "eta": None,
        "countdown": None,
        "retries": report.retries,
        "worker": report.worker,
        "result": report.result,
        "problem": report.problem,
    }
