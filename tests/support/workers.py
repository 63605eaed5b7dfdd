"""The number of processes that run tests in parallel."""

import os
from collections.abc import Iterable
from typing import Final

MAXIMUM: Final = 8


def worker_count(arguments: Iterable[str]) -> int:
    """Return one worker more than there are cores, or 0 if `arguments` of pytest are files only.

    Tests wait for guests, pages and programs about a quarter of their time, which the worker that is one too
    many uses. With 0 the tests run in pytest's own process. A worker needs seconds to start and to collect
    the tests, which is too long for a file.
    """
    if all(argument.partition("::")[0].endswith(".py") for argument in arguments):
        return 0
    return min((os.cpu_count() or 1) + 1, MAXIMUM)
