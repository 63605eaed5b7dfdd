"""Runs an app for the requests of one visitor and stops it again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from desktop.shell.i18n import _, ngettext
from server.model.exchange import COUNTED_BYTES, Cut, Exchange, ExchangeState, Response
from server.model.guest import GuestState, SensorState, Target
from server.model.notifications import ExchangeFinished, ExchangeUpdated, Notification
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.environments.choice import InterpreterChoice
from server.runner.guests.guests import Guest, Guests
from server.runner.guests.limit_problems import start_timeout
from server.runner.processes.limits import Limits
from server.runner.requests import problems
from server.runner.requests.cookie_jar import CookieJar
from server.runner.requests.redirects import MOST_REDIRECTS, follow, host_of
from server.runner.targets.interpreters import usable_python

# How long after a limit its effect may take to be reported, in seconds.
_GRACE_SECONDS: Final = 5.0
# How long threads that a request started may go on after the last answer, in seconds.
_THREADS_SECONDS: Final = 1.0
# If there is no answer for one of these reasons, the app may have ended, which explains more.
_NO_ANSWER: Final = frozenset({ProblemCode.NO_ANSWER, ProblemCode.NO_CONNECTION, ProblemCode.NOT_READY})


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """The exchanges of one visitor with the states of the sensors.

    `problem` says why the last exchange is incomplete, or why none came after it; `missed_port` is the port
    that was asked for, if the app could not have it. `stopped_threads` says that threads which the requests
    had started were still at work when the app was stopped.
    """

    exchanges: tuple[Exchange, ...]
    sensors: tuple[SensorState, ...]
    problem: Problem | None = None
    missed_port: int | None = None
    stopped_threads: bool = False


def record(  # noqa: PLR0913 - the last ones are named options
    target: Target,
    requests: Sequence[OutgoingRequest],
    *,
    interpreter: InterpreterChoice,
    limits: Limits,
    follows: bool = False,
    port: int | None = None,
) -> Recording | Problem:
    """Start the target, send it the requests of one visitor one after another, and stop it again.

    Cookies are kept in between; with `follows` a redirect within the app is followed. The first request that
    gets no complete answer is the last one.
    """
    python = usable_python(interpreter)
    if isinstance(python, Problem):
        return python
    finished: list[Exchange] = []
    updated: dict[int, Exchange] = {}
    guests = Guests(limits=limits, notify=partial(_keep, finished, updated))
    try:
        guest = guests.open(target, python=python, port=port)
        status = guest.wait(limits.start_seconds + _GRACE_SECONDS)
        if status.state is not GuestState.READY:
            return status.problem or start_timeout(limits.start_seconds, "\n".join(status.output))
        visit = Visit(guest, limits.request_seconds, follows=follows)
        problem = visit.send_all(requests)
        stopped_threads = problem is None and not guest.wait_for_threads(_THREADS_SECONDS)
    finally:
        # An open exchange is lost with its guest, and published before this returns.
        guests.close()
    exchanges = tuple(_with_late_events(each, updated.get(each.number)) for each in visit.exchanges)
    last = max((each.number for each in exchanges), default=0)
    open_exchanges = [each for each in finished if each.number > last]
    if problem is not None and visit.unanswered is not None and open_exchanges:
        exchanges = (*exchanges, _so_far(open_exchanges, visit.unanswered))
    if not exchanges:
        assert problem is not None  # noqa: S101 - a request without an exchange has one
        return problem
    return Recording(
        exchanges=exchanges,
        sensors=status.sensors,
        problem=problem,
        missed_port=status.missed_port,
        stopped_threads=stopped_threads,
    )


class Visit:
    """The requests of one visitor to a running app, with the cookies in between."""

    def __init__(self, guest: Guest, timeout: float, *, follows: bool) -> None:
        self.exchanges: list[Exchange] = []
        self.unanswered: Problem | None = None
        self._guest = guest
        self._timeout = timeout
        self._follows = follows
        self._jar = CookieJar()
        self._address = guest.url.removeprefix("http://")

    def send_all(self, requests: Sequence[OutgoingRequest]) -> Problem | None:
        """Send the requests, and those that follow redirects; return why not all were sent."""
        for number, first in enumerate(requests, 1):
            outgoing: OutgoingRequest | None = first
            redirects = 0
            while outgoing is not None:
                answer = self._send(outgoing)
                if isinstance(answer, Problem):
                    return _with_unsent(answer, len(requests) - number)
                outgoing = follow(outgoing, answer, self._address) if self._follows and answer else None
                redirects += 1
                if outgoing is not None and redirects > MOST_REDIRECTS:
                    problem = too_many_redirects(first.method, first.path, MOST_REDIRECTS)
                    return _with_unsent(problem, len(requests) - number)
        return None

    def _send(self, outgoing: OutgoingRequest) -> Response | Problem | None:
        """Send one request and keep its exchange; return the response as it came, or what went wrong."""
        host = host_of(outgoing, self._address).partition(":")[0].lower()
        sent = outgoing
        cookies = "; ".join(
            f"{name}={value}" if name else value for name, value in self._jar.cookies_for(host, outgoing.path)
        )
        if cookies and not any(name.lower() == "cookie" for name, _value in outgoing.headers):
            sent = replace(outgoing, headers=(*outgoing.headers, ("Cookie", cookies)))
        answers: list[Response] = []
        seen = self._guest.send(sent, timeout=self._timeout, answered=answers.append)
        for answer in answers:
            for header in answer.all_headers("Set-Cookie"):
                self._jar.set(header, host=host, path=outgoing.path.partition("?")[0])
        problem = _problem(self._guest, outgoing, seen, self._timeout)
        if isinstance(seen, Exchange):
            self.exchanges.append(seen)
            return problem or next(iter(answers), None)
        self.unanswered = seen
        return problem or seen


def _with_unsent(problem: Problem, count: int) -> Problem:
    """Return the problem with the number of the requests that were not sent because of it."""
    if not count:
        return problem
    unsent = ngettext(
        "{count} further request was not sent.", "{count} further requests were not sent.", count
    ).format(count=count)
    return replace(problem, cause=f"{problem.cause} {unsent}")


def _keep(finished: list[Exchange], updated: dict[int, Exchange], notification: Notification) -> None:
    """Keep a finished exchange; one that has got more events since then under its number."""
    match notification:
        case ExchangeFinished(exchange):
            finished.append(exchange)
        case ExchangeUpdated(exchange):
            updated[exchange.number] = exchange
        case _:
            pass


def _with_late_events(exchange: Exchange, updated: Exchange | None) -> Exchange:
    """Return the exchange with what its threads did after its end."""
    if updated is None:
        return exchange
    return replace(exchange, events=updated.events, lost_events=updated.lost_events, losses=updated.losses)


def _problem(
    guest: Guest, outgoing: OutgoingRequest, seen: Exchange | Problem, timeout: float
) -> Problem | None:
    """Return what went wrong with a request that was sent; None if nothing did."""
    if isinstance(seen, Problem):
        died = guest.wait_until_ended(_GRACE_SECONDS).problem if seen.code in _NO_ANSWER else None
        return died or seen
    if seen.state is ExchangeState.LOST:
        return guest.wait_until_ended(_GRACE_SECONDS).problem
    if seen.cut is Cut.SIZE:
        return problems.stopped_reading(outgoing.method, outgoing.path, COUNTED_BYTES)
    if seen.cut is Cut.TIME and seen.response is not None:
        return problems.still_sending(outgoing.method, outgoing.path, seen.response.status, timeout)
    return None


def _so_far(finished: list[Exchange], seen: Problem) -> Exchange:
    """Return the exchange that was open when its app was stopped; an app may also send requests to itself."""
    first = min(finished, key=lambda each: each.number)
    if first.state is ExchangeState.LOST:
        first = replace(first, state=ExchangeState.OPEN, took=None)
    if isinstance(seen, problems.UnfinishedAnswer):
        return replace(first, response=first.response or seen.response, cut=seen.cut)
    return first


def too_many_redirects(method: str, path: str, number: int) -> Problem:
    """Return the problem of a redirect that leads to another one again and again."""
    return Problem(
        code=ProblemCode.REDIRECTS,
        cause=_("{method} {path} was redirected more than {number} times.").format(
            method=method, path=path, number=number
        ),
        remedy=_("Look at the last responses: they redirect to each other."),
    )
