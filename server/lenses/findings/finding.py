"""A finding: what is wrong in an exchange, where, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.formatting import place
from server.lenses.kit.sentence import Sentence
from server.lenses.kit.source_place import SourcePlace
from server.model.event import Event
from server.model.exchange import Exchange


class Severity(StrEnum):
    """How much a finding matters, the most important first."""

    CAUSE = "cause"  # why this request did not do what was meant
    RISK = "risk"  # it works here, and will not elsewhere
    NOTE = "note"


_TONES: Final = {Severity.CAUSE: Tone.ERROR, Severity.RISK: Tone.WARNING, Severity.NOTE: Tone.NOTE}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What one rule found; `events` are the numbers (`seq`) of the events that prove it.

    `file` and `line` are the place in the user's code, None where it is not known. `lab` is the lab of the
    handbook that explains it, None if there is none.
    """

    code: str
    severity: Severity
    says: Sentence
    remedy: Sentence
    events: tuple[int, ...]
    file: str | None = None
    line: int | None = None
    lab: str | None = None

    @property
    def tone(self) -> Tone:
        """Return the tone in which it is shown."""
        return _TONES[self.severity]

    @property
    def place(self) -> SourcePlace | None:
        """Return the place in the user's code; None where it is not known."""
        return None if self.file is None else place(self.file, self.line)

    def as_json(self, exchange: Exchange) -> dict[str, Any]:
        """Return the object of docs/schemas/record.json, for the exchange that it was found in."""
        numbers = {event.seq: number for number, event in enumerate(exchange.events)}
        return {
            "code": self.code,
            "severity": str(self.severity),
            "says": str(self.says),
            "remedy": str(self.remedy),
            "file": self.file,
            "line": self.line,
            "events": [numbers[seq] for seq in self.events if seq in numbers],
            "lab": self.lab,
        }


def found(  # noqa: PLR0913 - the fields of a finding
    code: str,
    severity: Severity,
    events: tuple[Event, ...],
    says: Sentence,
    remedy: Sentence,
    *,
    at: tuple[str, int] | None = None,
    lab: str | None = None,
) -> Finding:
    """Return a finding that these events prove; without `at`, it is where the first of them was caused."""
    caller = events[0].caller if events else None
    if at is None and caller is not None:
        at = (caller.file, caller.line)
    file, line = at if at is not None else (None, None)
    return Finding(
        code=code,
        severity=severity,
        says=says,
        remedy=remedy,
        events=tuple(event.seq for event in events),
        file=file,
        line=line,
        lab=lab,
    )
