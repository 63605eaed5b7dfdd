"""Tests of the problems of Fumehood's own limits."""

import pytest

from server.model.stack import Stack, StackFrame, Stacks
from server.runner.guests import limit_problems, problems
from server.runner.processes.limits import Limits

LIMITS = Limits(memory_mb=1024, open_files=512)


@pytest.mark.parametrize(
    ("message", "named", "option"),
    [
        ("MemoryError", "1024 MB", "--memory"),
        ("numpy.core._exceptions._ArrayMemoryError: Unable to allocate", "1024 MB", "--memory"),
        ("OSError: [Errno 12] Cannot allocate memory", "1024 MB", "--memory"),
        ("OSError: [Errno 24] Too many open files: '/dev/null'", "512 open files", "--files"),
    ],
)
def test_a_limit_that_strikes_at_import_names_itself(message: str, named: str, option: str) -> None:
    """The remedy has the limit and the option, and does not ask to fix the line."""
    problem = problems.load_failed("import-error", message, "Traceback", limits=LIMITS)
    assert problem.code == "import-error"
    assert message in problem.cause
    assert named in problem.remedy
    assert option in problem.remedy


def test_another_error_has_nothing_to_do_with_limits() -> None:
    """An error that only mentions memory keeps its own remedy."""
    assert limit_problems.limit_reached("import-error", "ValueError: MemoryError", LIMITS) is None
    assert limit_problems.limit_reached("import-error", "OSError: [Errno 2] No such file", LIMITS) is None


def test_the_limits_of_time_and_memory_name_their_options() -> None:
    """Each says how it is raised."""
    assert "--start-timeout" in limit_problems.start_timeout(60, "").remedy
    assert "--memory" in limit_problems.over_memory(1024, 1500).remedy
    assert "1024 MB" in limit_problems.over_memory(1024, 1500).cause
    assert "limit is 40" in limit_problems.too_many_processes(40, 64).cause


@pytest.mark.hardness("guest-silence")
def test_an_app_that_hangs_while_it_is_imported_is_located() -> None:
    """Its own line is named, and its output comes first in the details; without a stack nothing changes."""
    frame = StackFrame(file="/shop/app.py", line=4, function="<module>", own=True, source="sleep(9)")
    stack = Stack(exchange=0, thread=None, frames=(frame,))
    problem = limit_problems.start_timeout(60, "connecting", Stacks(stacks=(stack,), busy=0, threads=4))
    assert problem.cause.endswith("It is at /shop/app.py:4, in <module>.")
    assert problem.detail.startswith("connecting\n")
    assert "sleep(9)" in problem.detail
    unknown = limit_problems.start_timeout(60, "connecting", Stacks(stacks=(), busy=0, threads=4))
    assert unknown == limit_problems.start_timeout(60, "connecting")
