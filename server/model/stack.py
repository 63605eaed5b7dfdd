"""Where a thread of a guest stands."""

from dataclasses import dataclass
from typing import Final

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
