"""The problems of sending a request to a guest."""

from dataclasses import dataclass

from server.i18n import gettext as _
from server.model.exchange import Cut, Response
from server.model.guest import GuestState
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@dataclass(frozen=True, kw_only=True, slots=True)
class UnfinishedAnswer(Problem):
    """A response that has no finished exchange: `response` is what came, `cut` why we stopped reading."""

    response: Response
    cut: Cut


def not_ready(state: GuestState, name: str) -> Problem:
    """The guest is not ready for requests."""
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


def no_answer_about(name: str, reason: str | None) -> Problem:
    """The probe in an app has not answered a question about it."""
    return Problem(
        code=ProblemCode.NO_ANSWER,
        cause=_("%(name)s has not answered a question about itself.", name=name),
        remedy=_("Ask again, or restart the app."),
        detail=reason or "",
    )


def too_many_waiting(most: int) -> Problem:
    """So many requests wait for their turn that no further one is taken."""
    return Problem(
        code=ProblemCode.BUSY,
        cause=_("%(most)d requests wait already until apps have answered others.", most=most),
        remedy=_("Cancel some of them, or send this one again later."),
    )


def cancelled_before_sent() -> Problem:
    """The request was cancelled while it waited for its turn."""
    return Problem(
        code=ProblemCode.CANCELLED,
        cause=_("The request was cancelled before it was sent."),
        remedy=_("Send it again if you want an answer."),
    )


def timed_out(method: str, path: str, seconds: float) -> Problem:
    """No complete response came within `seconds`."""
    return Problem(
        code=ProblemCode.TIMEOUT,
        cause=_(
            "%(method)s %(path)s was not answered within %(seconds)g s.",
            method=method,
            path=path,
            seconds=seconds,
        ),
        remedy=_(
            "Look for what the view waits for, or raise Fumehood's limit of %(seconds)g s"
            " with --timeout, or in the settings.",
            seconds=seconds,
        ),
    )


def still_sending(method: str, path: str, status: int, seconds: float) -> Problem:
    """The response started, and did not end within `seconds`."""
    return Problem(
        code=ProblemCode.TIMEOUT,
        cause=_(
            "%(method)s %(path)s was answered with %(status)d, and was still sending after %(seconds)g s.",
            method=method,
            path=path,
            status=status,
            seconds=seconds,
        ),
        remedy=_(
            "Look for what ends the stream, or raise Fumehood's limit of %(seconds)g s"
            " with --timeout, or in the settings.",
            seconds=seconds,
        ),
    )


def cancelled(method: str, path: str) -> Problem:
    """The request was cancelled before its answer was complete."""
    return Problem(
        code=ProblemCode.CANCELLED,
        cause=_("%(method)s %(path)s was cancelled.", method=method, path=path),
        remedy=_("Send it again to see its whole answer."),
    )


def stopped_reading(method: str, path: str, size: int) -> Problem:
    """The response was longer than Fumehood reads; `size` is what was read, in bytes."""
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
    """The request contains something that cannot be sent over HTTP."""
    return Problem(
        code=ProblemCode.BAD_REQUEST,
        cause=_("The request cannot be sent: %(what)s.", what=what),
        remedy=_("Change that part: it cannot be sent over HTTP."),
    )


def no_whole_answer() -> Problem:
    """The app ended, or closed the connection, before it had answered in full."""
    return Problem(
        code=ProblemCode.NO_ANSWER,
        cause=_("The app did not answer in full."),
        remedy=_("What it printed may say why."),
    )


def no_connection(what: str) -> Problem:
    """The guest's port refused the connection, although the guest is ready."""
    return Problem(
        code=ProblemCode.NO_CONNECTION,
        cause=_("The app did not accept the connection: %(what)s.", what=what),
        remedy=_("Try again; if it happens again, start the app again."),
        detail=what,
    )


def no_answer(what: str) -> Problem:
    """The connection ended without a complete HTTP response."""
    return Problem(
        code=ProblemCode.NO_ANSWER,
        cause=_("The app closed the connection without a complete answer: %(what)s.", what=what),
        remedy=_("The output of the app may say why."),
        detail=what,
    )


def no_ports(what: str) -> Problem:
    """This machine has no free source port or file descriptor."""
    return Problem(
        code=ProblemCode.NO_PORTS,
        cause=_("This machine has no free connection left: %(what)s.", what=what),
        remedy=_("Wait a moment, or close programs that hold many connections."),
        detail=what,
    )
