"""What is wrong with a stored value: a word for pages, and the exact reason for the log."""

from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """The kinds of faults, each of which has a sentence of its own on a page."""

    NO_JSON = "no-json"
    KIND = "kind"
    LONG = "long"
    DEEP = "deep"
    BOUNDS = "bounds"
    MISSING = "missing"
    CHARACTERS = "characters"
    PACKED = "packed"
    CHOICE = "choice"


class MisfitError(ValueError):
    """A stored value is not as Fumehood writes it."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(why)
        self.fault = fault


_BY_TYPE: Final[tuple[tuple[type[BaseException], Fault], ...]] = (
    (UnicodeError, Fault.CHARACTERS),
    (LookupError, Fault.MISSING),
    (RecursionError, Fault.DEEP),
    (OverflowError, Fault.BOUNDS),
    (TypeError, Fault.KIND),
    (AttributeError, Fault.KIND),
    (ValueError, Fault.CHOICE),
)


def fault_of(error: BaseException) -> Fault:
    """Return what an error that the check of a value raised says of the value."""
    if isinstance(error, MisfitError):
        return error.fault
    return next((fault for kind, fault in _BY_TYPE if isinstance(error, kind)), Fault.PACKED)
