"""Where a thread of a guest stands, and what the user sees of one that is paused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

# In the place of an exchange's number: the thread that loads the app.
LOADING: Final = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class StackFrame:
    """One function that is running; `own` marks the guest's own code, `source` is the line."""

    file: str
    line: int
    function: str
    own: bool
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stack:
    """The frames of a thread, the innermost last; `thread` is None for the one that answers the request."""

    exchange: int
    thread: str | None
    frames: tuple[StackFrame, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stacks:
    """The stacks of all open exchanges; `busy` are being answered, of at most `threads` at the same time."""

    stacks: tuple[Stack, ...]
    busy: int
    threads: int

    def of(self, exchange: int) -> tuple[Stack, ...]:
        """Return the stacks of one exchange."""
        return tuple(stack for stack in self.stacks if stack.exchange == exchange)


@dataclass(frozen=True, kw_only=True, slots=True)
class PausedRequest:
    """One thread that is paused; `exchange` is the number of its exchange in this start of the guest.

    `reason` is `breakpoint` or `exception`, and `error` says which exception. It goes on by itself at
    `ends_at`, in seconds since the epoch. `frames` are those of docs/events.md, the innermost last; `omitted`
    outer ones are left out.
    """

    pause: int
    exchange: int
    reason: str
    error: str | None
    seconds: float
    ends_at: float
    frames: tuple[Mapping[str, Any], ...]
    omitted: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluated:
    """What an expression gave in a frame: type and text, or the `problem` with it; `cut` if shortened."""

    expression: str
    type: str = ""
    text: str = ""
    cut: bool = False
    problem: str = ""
