"""One thing that was tried with one format."""

import subprocess
import tarfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# What a failing program said, up to this many characters of its end.
LONGEST: Final = 400


class NotTriedError(Exception):
    """This machine lacks what the step needs; the text says what."""


class NotProvedError(Exception):
    """The step did not have the result that it must have; the text says what it had."""


def expect(fulfilled: bool, otherwise: str) -> None:
    """Raise NotProvedError with the text unless a condition is fulfilled."""
    if not fulfilled:
        raise NotProvedError(otherwise)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What became of a step: `ok`, `failed` or `not tried`, with the reason, in so many seconds."""

    format: str
    step: str
    outcome: str
    reason: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether it was tried and did not work."""
        return self.outcome == "failed"


def attempt(format_name: str, step: str, action: Callable[[], object]) -> Tried:
    """Take a step, and return what became of it.

    `action` raises NotTriedError, or where it does not work NotProvedError, OSError, SubprocessError or
    TarError.
    """
    started = time.monotonic()
    outcome, reason = "ok", ""
    try:
        action()
    except NotTriedError as error:
        outcome, reason = "not tried", str(error)
    except (NotProvedError, OSError, subprocess.SubprocessError, tarfile.TarError) as error:
        outcome, reason = "failed", _words(error)
    return Tried(
        format=format_name,
        step=step,
        outcome=outcome,
        reason=reason,
        seconds=time.monotonic() - started,
    )


def _words(error: Exception) -> str:
    said = getattr(error, "stderr", None) or b""
    text = said if isinstance(said, str) else said.decode(errors="replace")
    return " ".join(f"{error} {text[-LONGEST:]}".split())
