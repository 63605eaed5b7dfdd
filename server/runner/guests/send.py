"""Sends a request to a guest and brings back the exchange that it became."""

import threading
import time
from dataclasses import replace
from typing import Final

from server.model.exchange import COUNTED_BYTES, Cut, Exchange, ExchangeState
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.session import GuestSession
from server.runner.recording.unobserved import unseen_request
from server.runner.requests import problems
from server.runner.requests.pending import PendingRequest
from server.runner.requests.transport import RawAnswer, connect

# The probe's first word travels beside the answer. It comes late only on a busy machine, and never for a
# request that the guest's server refused by itself, which it does with one of these.
BEGIN_SECONDS: Final = 5.0
REFUSED_SECONDS: Final = 0.75
LOOK_SECONDS: Final = 0.05
REFUSALS: Final = frozenset({400, 408, 411, 413, 414, 417, 431, 501, 503, 505})
# An answer that was cut off ends the exchange as soon as the guest writes again.
END_SECONDS: Final = 2.0


def run_errand(life: GuestSession, outgoing: OutgoingRequest, seconds: float) -> Exchange | Problem:
    """The finished exchange of a request, or why there is none, after `seconds` and a short grace at most."""
    assert life.ready is not None  # noqa: S101 - only a life that serves is sent to
    deadline = time.monotonic() + seconds
    sending = connect(life.ready.port, seconds)
    if isinstance(sending, Problem):
        return sending
    ticket = life.tickets.issue(sending.port, outgoing)
    started_at = time.time()
    life.run.announce()
    try:
        answer = sending.go(outgoing, life.run.recipe.limits.body_bytes)
        _wait(ticket, answer, deadline, life.run.ended)
    finally:
        life.tickets.drop(ticket)
    exchange = _complete(life, ticket, ticket.exchange, answer) if ticket.exchange is not None else None
    if exchange is not None and (isinstance(answer, RawAnswer) or answer.code == ProblemCode.NO_ANSWER):
        return exchange
    if isinstance(answer, Problem):
        return answer
    if ticket.begun.is_set():
        return _unfinished(outgoing, answer, seconds)
    return _unseen(life, ticket, answer, started_at)


def _unfinished(outgoing: OutgoingRequest, answer: RawAnswer, seconds: float) -> Problem:
    """Why the exchange of an answer that began has no end."""
    if answer.cut is None:
        return problems.timed_out(outgoing.method, outgoing.path, seconds)
    if answer.cut is Cut.SIZE:
        why = problems.stopped_reading(outgoing.method, outgoing.path, COUNTED_BYTES)
    else:
        why = problems.still_sending(outgoing.method, outgoing.path, answer.response.status, seconds)
    return problems.UnfinishedAnswer(
        code=why.code, cause=why.cause, remedy=why.remedy, response=answer.response, cut=answer.cut
    )


def _wait(
    ticket: PendingRequest, answer: RawAnswer | Problem, deadline: float, ended: threading.Event
) -> None:
    """Wait for the exchange as long as it can still come: of a run that has `ended` nothing does."""
    if isinstance(answer, Problem) and answer.code != ProblemCode.NO_ANSWER:
        return
    refused = isinstance(answer, Problem) or answer.response.status in REFUSALS
    patience = time.monotonic() + (REFUSED_SECONDS if refused else BEGIN_SECONDS)
    while not ticket.begun.wait(LOOK_SECONDS) and not ended.is_set() and time.monotonic() < patience:
        pass
    if ticket.begun.is_set():
        ticket.done.wait(max(deadline - time.monotonic(), END_SECONDS))


def _complete(
    life: GuestSession, ticket: PendingRequest, exchange: Exchange, answer: RawAnswer | Problem
) -> Exchange:
    """The exchange, with the wire's response where the probe had none; told, if that had to wait for it."""
    if exchange.response is None and isinstance(answer, RawAnswer):
        exchange = replace(exchange, response=answer.response)
    if isinstance(answer, RawAnswer):
        exchange = replace(exchange, cut=answer.cut)
    if not ticket.told:
        _tell(life, exchange)
    return exchange


def _unseen(life: GuestSession, ticket: PendingRequest, answer: RawAnswer, started_at: float) -> Exchange:
    """What came over the wire, where the guest's server answered without asking the app."""
    exchange = Exchange(
        id=life.around.next_id(),
        run=life.name,
        guest=life.guest,
        number=0,
        started_at=started_at,
        took=answer.took,
        state=ExchangeState.DONE,
        request=unseen_request(ticket.outgoing, life.address),
        response=answer.response,
        versions=life.versions,
        events=(),
        client_port=ticket.port,
    )
    life.sent.keep(exchange.id, ticket.outgoing)
    _tell(life, exchange)
    return exchange


def _tell(life: GuestSession, exchange: Exchange) -> None:
    """Have the callbacks know an exchange before whoever sent it does."""
    told = threading.Event()
    life.tell(exchange, told.set)
    told.wait(END_SECONDS)
