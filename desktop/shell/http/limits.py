"""The bounds of the HTTP server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

HEADER_LINES: Final = 256
# A server of the same host name can give a browser 180 cookies of 4 KB, which then come with every request.
HEADER_BYTES: Final = 1024 * 1024
BODY_BYTES: Final = 64 * 1024 * 1024
# Of a client that is not known yet: its body is held before the app can refuse it.
UNKNOWN_BODY_BYTES: Final = 1024 * 1024
# Of the line before a chunk of a body, and of what may follow the last one.
CHUNK_LINE_BYTES: Final = 1024
TRAILER_BYTES: Final = 8 * 1024

Knows = Callable[[Mapping[str, str]], bool]
"""Returns whether the headers of a request, in capitals with underscores, are those of a client of ours.

It is called on the thread of the server's loop, so it must be quick whatever the headers contain.
"""


def knows_everybody(_headers: Mapping[str, str]) -> bool:
    """Return True: the app tells no clients apart."""
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerLimits:
    """How many connections there may be, and how many seconds they may take.

    A connection is known once one of its requests has shown that it belongs to a client of ours; the others
    share a small room. On Windows all must fit into the 512 that select() can wait for.
    """

    known: int = 192
    unknown: int = 96
    unknown_of_one_peer: int = 64
    # A connection that is newer than this is closed only if there are as many unknown ones as this, so that a
    # client of ours has time to show itself in the middle of a flood of others.
    grace_seconds: float = 0.25
    unknown_in_grace: int = 256

    header_seconds: float = 10.0
    body_seconds: float = 30.0
    # A larger body gets more time: as much as it needs at this rate.
    body_bytes_per_second: int = 64 * 1024
    idle_seconds: float = 30.0
    unknown_idle_seconds: float = 10.0
    # How long a client may take nothing of an answer that is ready.
    stalled_seconds: float = 60.0
