"""How many processes run the tests side by side."""

import os
from collections.abc import Iterable
from typing import Final

MOST: Final = 8


def number(arguments: Iterable[str]) -> int:
    """Return one worker for each core; none, so that tests run in pytest's own process, for single files.

    `arguments` are the paths that pytest was called with. A worker takes seconds to start and to collect all
    tests, which one file does not repay.
    """
    if all(argument.partition("::")[0].endswith(".py") for argument in arguments):
        return 0
    return min(os.cpu_count() or 1, MOST)
