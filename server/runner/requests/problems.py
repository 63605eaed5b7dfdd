"""Why a request was not sent or not answered, as sentences."""

from dataclasses import dataclass

from flask_babel import gettext as _

from server.model.exchange import Cut, Response
from server.model.guest import GuestState
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@dataclass(frozen=True, kw_only=True, slots=True)
class UnfinishedAnswer(Problem):
    """An answer that began and whose exchange has no end: `response` is what came, `cut` why no more."""

    response: Response
    cut: Cut


def not_ready(state: GuestState, name: str) -> Problem:
    """The guest does not serve now."""
    match state:
        case GuestState.STARTING:
            cause = _("%(name)s is still starting.", name=name)
            remedy = _("Send the request again when it is ready.")
        case GuestState.CRASHED:
            cause = _("%(name)s has crashed.", name=name)
            remedy = _("Start it again.")
        case _:
            cause = _("%(name)s is not running.", name=name)
            remedy = _("Start it again.")
    return Problem(code=ProblemCode.NOT_READY, cause=cause, remedy=remedy)


def timed_out(method: str, path: str, seconds: float) -> Problem:
    """No whole answer came in time."""
    return Problem(
        code=ProblemCode.TIMEOUT,
        cause=_(
            "%(method)s %(path)s was not answered within %(seconds)g seconds.",
            method=method,
            path=path,
            seconds=seconds,
        ),
        remedy=_("Look for what the view waits for, or allow more time."),
    )


def still_sending(method: str, path: str, status: int, seconds: float) -> Problem:
    """The answer began, and did not end in time."""
    return Problem(
        code=ProblemCode.TIMEOUT,
        cause=_(
            "%(method)s %(path)s was answered with %(status)d, and was still sending"
            " after %(seconds)g seconds.",
            method=method,
            path=path,
            status=status,
            seconds=seconds,
        ),
        remedy=_("Look for what ends the stream, or allow more time."),
    )


def stopped_reading(method: str, path: str, size: int) -> Problem:
    """The answer was longer than Fumehood reads; `size` is what was read, in bytes."""
    return Problem(
        code=ProblemCode.TOO_LONG,
        cause=_(
            "The answer to %(method)s %(path)s goes on: Fumehood stopped reading after %(number)d MB.",
            method=method,
            path=path,
            number=size >> 20,
        ),
        remedy=_("Look for what ends the answer, or ask for less of it."),
    )


def cannot_be_sent(what: str) -> Problem:
    """The request has a part that HTTP cannot carry."""
    return Problem(
        code=ProblemCode.BAD_REQUEST,
        cause=_("The request cannot be sent: %(what)s.", what=what),
        remedy=_("Change that part: HTTP has no way to carry it."),
    )


def no_connection(what: str) -> Problem:
    """The guest's port did not answer, though the guest says that it is ready."""
    return Problem(
        code=ProblemCode.NO_CONNECTION,
        cause=_("The app did not take the connection: %(what)s.", what=what),
        remedy=_("Try again; if it happens again, start the app anew."),
        detail=what,
    )


def no_answer(what: str) -> Problem:
    """The connection ended without an answer that is HTTP."""
    return Problem(
        code=ProblemCode.NO_ANSWER,
        cause=_("The app closed the connection without a whole answer: %(what)s.", what=what),
        remedy=_("Its output says more."),
        detail=what,
    )


def no_ports(what: str) -> Problem:
    """This machine has no port or file left to connect with."""
    return Problem(
        code=ProblemCode.NO_PORTS,
        cause=_("This machine has no free connection left: %(what)s.", what=what),
        remedy=_("Wait a moment, or close programs that hold many connections."),
        detail=what,
    )
