"""The mark of a process tree, by which its processes are found when no parent of ours is left.

On Linux it is the exact number of bytes to which their data segment is limited. Every process inherits that
limit, whatever it does with sessions, parents and its environment, and none but root can raise it again. On
other systems it is a variable of the environment, which a process can remove.
"""

import secrets
import sys
from typing import Final

import psutil

VARIABLE: Final = "FUMEHOOD_GUEST"
# A limit is raised by less than so many bytes, so that it is the only one of its size.
SPAN: Final = 64 << 20
LINUX: Final = sys.platform == "linux"


class ProcessMark:
    """A new mark: `data` is the limit of the data segment in bytes, at least `least` if that is possible."""

    def __init__(self, least: int) -> None:
        self._name = secrets.token_hex(8)
        self.data = _unusual_limit(least)

    @property
    def variables(self) -> dict[str, str]:
        """The variables that the first process needs."""
        return {} if LINUX else {VARIABLE: self._name}

    def is_on(self, process: psutil.Process) -> bool:
        """Return whether a process bears the mark; psutil.Error where that cannot be read."""
        if sys.platform != "linux":
            return process.environ().get(VARIABLE) == self._name
        return process.rlimit(psutil.RLIMIT_DATA)[1] == self.data


def _unusual_limit(least: int) -> int:
    """Return a limit that no other process has, below that of our own process."""
    offset = secrets.randbelow(SPAN)
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - Windows has none

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if hard != resource.RLIM_INFINITY and hard < least + SPAN:
            return max(hard - 1 - offset % max(hard // 16, 1), 1)
    return least + offset
