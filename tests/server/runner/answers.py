"""What tests expect back."""

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem

OK = OutgoingRequest(method="GET", path="/ok")


def exchange(answer: Exchange | Problem) -> Exchange:
    """The answer, which must be an exchange."""
    assert isinstance(answer, Exchange), answer
    return answer


def problem(answer: Exchange | Problem | None) -> Problem:
    """The answer, which must be a problem."""
    assert isinstance(answer, Problem), answer
    return answer
