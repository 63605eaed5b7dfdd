"""Sends a request to a guest and returns the exchange that the probe recorded of it."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from server.model.exchange import COUNTED_BYTES, AnswerProgress, Cut, Exchange, ExchangeState, Response
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.session import GuestSession
from server.runner.recording.unobserved import unobserved_request
from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.runner.requests import problems, standstill
from server.runner.requests.pending import PendingRequest
from server.runner.requests.transport import RawAnswer, connect

# The probe reports the start of an exchange while the answer is on its way. The report comes late only on a
# busy machine, and never for a request that the guest's server refused by itself, with one of the statuses
# below.
START_SECONDS: Final = 5.0
REFUSED_SECONDS: Final = 0.75
POLL_SECONDS: Final = 0.05
REFUSAL_STATUSES: Final = frozenset({400, 408, 411, 413, 414, 417, 431, 501, 503, 505})
# When we stop reading an answer, its exchange ends as soon as the guest writes again.
END_SECONDS: Final = 2.0
# How often at most is told that an answer goes on; one that is complete sooner than the first time is not.
PROGRESS_SECONDS: Final = 0.5
FIRST_PROGRESS_SECONDS: Final = 0.1


Answered = Callable[[Response], None]


class _Start(NamedTuple):
    """When a request was sent: for people, and for measuring, since the clock of people may be set back."""

    at: float
    monotonic: float


def send_request(
    session: GuestSession, outgoing: OutgoingRequest, seconds: float, answered: Answered | None = None
) -> Exchange | Problem:
    """Send a request and return its finished exchange, or why there is none.

    `answered` is called with the response from the wire, which is not redacted, if there is one.

    Take at most `seconds`, and a few more where the answer is there and its exchange is not. When it returns
    an exchange, all subscribers have handled the notification about it.
    """
    assert session.ready is not None  # noqa: S101 - the caller checks that the session serves
    deadline = time.monotonic() + seconds
    connection = connect(session.ready.port, seconds)
    if isinstance(connection, Problem):
        return connection
    pending = session.requests.pending.add(connection.port, outgoing, connection.cancel)
    pending.extend = connection.extend
    started = _Start(time.time(), time.monotonic())
    session.run.announce_request()
    try:
        answer = connection.send(
            outgoing, session.run.spec.limits.body_bytes, _Progress(session, pending).told
        )
        if answered is not None and isinstance(answer, RawAnswer):
            answered(answer.response)
        _wait(pending, answer, deadline, session.run.ended)
    finally:
        session.requests.pending.remove(pending)
    exchange = _complete(session, pending, pending.exchange, answer) if pending.exchange is not None else None
    if exchange is not None and (isinstance(answer, RawAnswer) or answer.code == ProblemCode.NO_ANSWER):
        return exchange
    if isinstance(answer, Problem):
        if answer.code == ProblemCode.NO_ANSWER and session.run.ended.is_set():
            return _unobserved(session, pending, None, started)
        return _explained(session, pending, answer)
    if pending.started.is_set():
        return _explained(session, pending, _unfinished(outgoing, answer, seconds))
    return _unobserved(session, pending, answer, started)


class _Progress:
    """Notes what has come of an answer, and publishes now and then that there is more of it."""

    def __init__(self, session: GuestSession, pending: PendingRequest) -> None:
        self._session = session
        self._pending = pending
        self._next = time.monotonic() + FIRST_PROGRESS_SECONDS

    def told(self, status: int, size: int) -> None:
        """Take the status, and the number of bytes of the body so far."""
        self._pending.progress = AnswerProgress(status=status, size=size)
        now = time.monotonic()
        if now >= self._next and self._pending.number is not None:
            self._next = now + PROGRESS_SECONDS
            self._session.publish_progress({self._pending.number})


def _explained(session: GuestSession, pending: PendingRequest, problem: Problem) -> Problem:
    """Return a time-out with where the request stands, as far as the guest says it."""
    if problem.code != ProblemCode.TIMEOUT or session.run.ended.is_set():
        return problem
    stacks = session.stacks()
    return problem if stacks is None else standstill.explained(problem, stacks, pending.number)


def _unfinished(outgoing: OutgoingRequest, answer: RawAnswer, seconds: float) -> Problem:
    """Explain why an exchange that started has not finished, though there is an answer."""
    if answer.cut is None:
        return problems.timed_out(outgoing.method, outgoing.path, seconds)
    if answer.cut is Cut.SIZE:
        problem = problems.stopped_reading(outgoing.method, outgoing.path, COUNTED_BYTES)
    elif answer.cut is Cut.CANCELLED:
        problem = problems.cancelled(outgoing.method, outgoing.path)
    else:
        status = answer.response.status
        problem = problems.still_sending(outgoing.method, outgoing.path, status, seconds)
    return problems.UnfinishedAnswer(
        code=problem.code,
        cause=problem.cause,
        remedy=problem.remedy,
        response=answer.response,
        cut=answer.cut,
    )


def _wait(
    pending: PendingRequest, answer: RawAnswer | Problem, deadline: float, run_ended: threading.Event
) -> None:
    """Wait for the exchange as long as the guest can still report it."""
    if isinstance(answer, Problem) and answer.code != ProblemCode.NO_ANSWER:
        return
    refused = isinstance(answer, Problem) or answer.response.status in REFUSAL_STATUSES
    limit = time.monotonic() + (REFUSED_SECONDS if refused else START_SECONDS)
    while not pending.started.wait(POLL_SECONDS) and not run_ended.is_set() and time.monotonic() < limit:
        pass
    if pending.started.is_set():
        cancelled = isinstance(answer, RawAnswer) and answer.cut is Cut.CANCELLED
        left = 0.0 if cancelled else deadline - time.monotonic()
        pending.finished.wait(max(left, END_SECONDS))


def _complete(
    session: GuestSession, pending: PendingRequest, exchange: Exchange, answer: RawAnswer | Problem
) -> Exchange:
    """Add the response from the wire where the probe has none, and publish the exchange if it is not yet."""
    if exchange.response is None and isinstance(answer, RawAnswer):
        exchange = replace(exchange, response=_masked(answer.response))
    if isinstance(answer, RawAnswer):
        exchange = replace(exchange, cut=answer.cut)
    if not pending.published:
        _publish_and_wait(session, exchange)
    return exchange


def _unobserved(
    session: GuestSession, pending: PendingRequest, answer: RawAnswer | None, started: _Start
) -> Exchange:
    """Build and publish the exchange of a request of which the probe reported nothing.

    The server answered without calling the app, or the guest ended before it could report.
    """
    is_lost = answer is None or session.run.ended.is_set()
    exchange = Exchange(
        id=session.shared.next_id(),
        run=session.name,
        guest=session.guest,
        number=0,
        started_at=started.at,
        took=(time.monotonic() - started.monotonic) * 1000 if answer is None else answer.took,
        state=ExchangeState.LOST if is_lost else ExchangeState.DONE,
        request=unobserved_request(pending.outgoing, session.address),
        response=None if answer is None else _masked(answer.response),
        versions=session.versions,
        origin=session.origin,
        events=(),
        client_port=pending.port,
    )
    session.requests.originals.add(exchange.id, pending.outgoing)
    _publish_and_wait(session, exchange)
    return exchange


def _masked(response: Response) -> Response:
    """Return a response without what the user has marked as secret."""
    body = replace(response.body, data=KNOWN_SECRETS.mask(response.body.data))
    headers = tuple((name, KNOWN_SECRETS.redact(value)) for name, value in response.headers)
    return replace(response, headers=headers, body=body)


def _publish_and_wait(session: GuestSession, exchange: Exchange) -> None:
    """Publish an exchange; return when the subscribers have handled it, so that the sender is never first."""
    published = threading.Event()
    session.publish_finished(exchange, published.set)
    published.wait(END_SECONDS)
