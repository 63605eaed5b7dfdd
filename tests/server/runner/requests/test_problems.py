"""The problems of sending a request."""

import pytest

from server.model.guest import GuestState
from server.runner.requests import problems as request_problems


@pytest.mark.parametrize("state", [GuestState.STARTING, GuestState.CRASHED, GuestState.STOPPED])
def test_each_state_without_requests_has_a_problem(state: GuestState) -> None:
    """Each state has its own cause and remedy."""
    problem = request_problems.not_ready(state, "Shop")
    assert "Shop" in problem.cause
    assert problem.remedy
