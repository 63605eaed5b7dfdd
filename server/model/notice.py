"""A remark that is no failure: something that the user should know about an app before reading on."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What is the case, and what can be done about it: both are sentences."""

    cause: str
    remedy: str


# Called when the notice is shown, because only its reader has a language.
LazyNotice = Callable[[], Notice]
