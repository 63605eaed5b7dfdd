"""Tests of what is said of a request that hangs."""

from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.stack import Stack, StackFrame, Stacks
from server.runner.requests.standstill import explained, redacted

TIMEOUT = Problem(code=ProblemCode.TIMEOUT, cause="GET / was not answered.", remedy="Wait.")


def frame(file: str, line: int, *, own: bool = False, source: str = "") -> StackFrame:
    """A frame of a function `f`."""
    return StackFrame(file=file, line=line, function="f", own=own, source=source)


STACKS = Stacks(
    stacks=(
        Stack(
            exchange=3,
            thread=None,
            frames=(
                frame("/lib/flask/app.py", 5),
                frame("/shop/app.py", 12, own=True, source="wait('x', password='swordfish-77')"),
                frame("/lib/socket.py", 9, source="recv()"),
            ),
        ),
        Stack(exchange=3, thread="worker", frames=(frame("/lib/queue.py", 1),)),
    ),
    busy=4,
    threads=4,
)


def test_the_apps_own_line_is_named_and_its_lines_come_first() -> None:
    """Then the whole stack of each thread, redacted."""
    problem = explained(TIMEOUT, redacted(STACKS), 3)
    assert problem.cause == "GET / was not answered. It is at /shop/app.py:12, in f."
    assert problem.detail.splitlines()[1].startswith("  /shop/app.py:12 f: wait(")
    assert "swordfish-77" not in problem.detail
    assert "Thread worker" in problem.detail


def test_that_all_threads_are_busy_is_said_of_a_request_that_did_not_start() -> None:
    """But only if it is so."""
    problem = explained(TIMEOUT, STACKS, None)
    assert problem.cause == "GET / was not answered. All 4 threads of the app are busy."
    free = Stacks(stacks=STACKS.stacks, busy=3, threads=4)
    assert explained(TIMEOUT, free, None) is TIMEOUT


def test_without_a_stack_nothing_is_said() -> None:
    """As in an app that runs on greenlets."""
    assert explained(TIMEOUT, STACKS, 9) is TIMEOUT
