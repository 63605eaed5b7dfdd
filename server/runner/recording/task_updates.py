"""Brings what workers say of tasks to the exchanges that sent them, also when those have long ended."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from server.model.event import Event
from server.model.exchange import Exchange
from server.runner.channel.protocol import Job
from server.runner.redaction.events import redact_events

# Exchanges whose tasks may still be under way, and news of exchanges that have not ended themselves.
MOST_EXCHANGES: Final = 200
MOST_WAITING: Final = 200
MOST_NEWS: Final = 200
ENDED_BEFORE: Final = "the worker ended before it did"
_OVER: Final = ("succeeded", "failed", "refused", "lost", "retried")

Key = tuple[str, int]


class TaskUpdates:
    """Safe between threads; `tell` is called with an exchange as it is now, when something came to it."""

    def __init__(self, tell: Callable[[Exchange], None]) -> None:
        self._tell = tell
        self._known: OrderedDict[Key, Exchange] = OrderedDict()
        self._waiting: OrderedDict[Key, list[Job]] = OrderedDict()
        self._lock = threading.Lock()

    def finished(self, exchange: Exchange) -> Exchange:
        """An exchange has ended: as it is with the news of its tasks that were faster."""
        if exchange.first("job") is None:
            return exchange
        key = (exchange.run, exchange.number)
        with self._lock:
            for job in self._waiting.pop(key, ()):
                exchange = with_news(exchange, job)
            self._known[key] = exchange
            while len(self._known) > MOST_EXCHANGES:
                self._known.popitem(last=False)
        return exchange

    def latest(self, exchange: Exchange) -> Exchange:
        """An exchange that has ended, with what came to it meanwhile."""
        with self._lock:
            return self._known.get((exchange.run, exchange.number), exchange)

    def heard(self, job: Job) -> None:
        """A worker has said something of a task."""
        key = (job.run, job.number)
        with self._lock:
            known = self._known.get(key)
            if known is None:
                self._wait(key, job)
                return
            changed = with_news(known, job)
            self._known[key] = changed
        if changed is not known:
            self._tell(changed)

    def _wait(self, key: Key, job: Job) -> None:
        news = self._waiting.setdefault(key, [])
        if len(news) < MOST_NEWS:
            news.append(job)
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)


class RunningTasks:
    """The tasks that one worker has begun and not ended."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def heard(self, job: Job) -> None:
        """Keep count."""
        if job.state in _OVER:
            self._jobs.pop(job.task, None)
        elif len(self._jobs) < MOST_NEWS:
            self._jobs[job.task] = job

    def lost(self, now: float) -> tuple[Job, ...]:
        """What is to be said of them when the worker is gone; `now` in seconds since the epoch."""
        jobs, self._jobs = self._jobs, {}
        return tuple(
            replace(job, state="lost", time=now, problem=ENDED_BEFORE, took=None) for job in jobs.values()
        )


def with_news(exchange: Exchange, job: Job) -> Exchange:
    """The exchange with one more event, its secrets taken out; as it was if it holds too many already."""
    events = exchange.events
    if sum(1 for event in events if event.kind == "job") >= MOST_NEWS:
        return exchange
    took = job.took
    (event,) = redact_events(
        (
            Event(
                exchange=exchange.number,
                seq=max((event.seq for event in events), default=0) + 1,
                kind="job",
                at=max((job.time - exchange.started_at) * 1000 - (took or 0.0), 0.0),
                took=took,
                caller=None,
                family=None,
                body=body_of(job),
            ),
        )
    )
    return replace(exchange, events=(*events, event))


def body_of(job: Job) -> dict[str, Any]:
    """The body of the event, as docs/events.md has it."""
    return {
        "state": job.state,
        "task": job.task,
        "name": job.name,
        "args": [],
        "kwargs": {},
        "queue": None,
        "eta": None,
        "countdown": None,
        "retries": job.retries,
        "worker": job.worker,
        "result": job.result,
        "problem": job.problem,
    }
