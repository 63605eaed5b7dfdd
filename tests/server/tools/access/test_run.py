"""Tests of the requests of a table."""

from collections.abc import Callable

from server.model.exchange import Exchange
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.tools.access.run import MOST_REQUESTS, AccessOutcome, AccessRun, AccessRuns, outcome_of
from tests.support.fake_guests import make_exchange

PROBLEM = Problem(code=ProblemCode.NO_ANSWER, cause="Nothing came.", remedy="")


def page(path: str, visitor: str) -> Exchange | Problem:
    """Answer every visitor but nobody."""
    return make_exchange(len(path)) if visitor else PROBLEM


def at_once(name: str, work: Callable[[], None]) -> None:
    """Run on this thread."""
    work()


def later(name: str, work: Callable[[], None]) -> None:
    """Never run."""


def test_each_path_is_requested_as_each_visitor() -> None:
    """What they got is kept, with the exchange to look at."""
    run = AccessRun(["/a", "/bb", "/a"], ["", "ada"], page)
    assert (run.total, run.done, run.has_ended, run.outcome("/a", "ada")) == (4, 0, False, None)
    run.work()
    assert (run.done, run.has_ended, run.was_cancelled) == (4, True, False)
    assert run.outcome("/bb", "ada") == AccessOutcome(status=200, exchange=3)
    assert run.outcome("/bb", "") == AccessOutcome(status=None, cause="Nothing came.")


def test_a_run_that_is_cancelled_sends_no_more() -> None:
    """What came before stays; a run has an end also where sending fails."""
    sent: list[str] = []

    def send(path: str, visitor: str) -> Exchange | Problem:
        sent.append(path)
        run.cancel()
        return PROBLEM

    run = AccessRun(["/a", "/b"], ["ada"], send)
    run.work()
    assert (sent, run.done, run.has_ended, run.was_cancelled) == (["/a"], 1, True, True)


def test_the_number_of_requests_is_bounded() -> None:
    """By paths, so that the lines are complete."""
    run = AccessRun([str(number) for number in range(5000)], ["a", "b", "c"], page)
    assert MOST_REQUESTS - 3 < run.total <= MOST_REQUESTS


def test_a_guest_has_one_run_at_a_time() -> None:
    """A second one starts only after it; runs of closed guests are cancelled."""
    runs = AccessRuns()
    first = runs.start("g1", AccessRun(["/a"], ["ada"], page), later)
    assert runs.start("g1", AccessRun(["/b"], ["ada"], page), at_once) is first
    runs.keep_only(["g2"])
    assert runs.of("g1") is None
    first.work()
    assert first.was_cancelled
    second = runs.start("g1", AccessRun(["/b"], ["ada"], page), at_once)
    assert runs.start("g1", AccessRun(["/c"], ["ada"], page), at_once) is not second
    waiting = runs.start("g3", AccessRun(["/c"], ["ada"], page), later)
    runs.close()
    waiting.work()
    assert waiting.was_cancelled


def test_a_redirect_says_where_it_leads() -> None:
    """A request without a response has no status."""
    exchange = make_exchange()
    assert exchange.response is not None
    object.__setattr__(exchange.response, "status", 302)
    object.__setattr__(exchange.response, "headers", (("location", "/login"),))
    outcome = outcome_of(exchange)
    assert (outcome.status, outcome.location, outcome.is_open) == (302, "/login", False)
    assert outcome_of(make_exchange(response=None)) == AccessOutcome(status=None, exchange=1)
