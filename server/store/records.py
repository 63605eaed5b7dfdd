"""What the store gives back beside the words of the model."""

from dataclasses import dataclass
from pathlib import Path

from server.model.claim import Outcome
from server.model.guest import Target
from server.model.versions import Versions


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentTarget:
    """An app opened before; `opened_at` is seconds since the epoch, `python` None our own interpreter."""

    target: Target
    python: Path | None
    opened_at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredVerdict:
    """The last verdict of a claim; `exchange_id` is the exchange that decided it, None if none or pruned."""

    lab: str
    claim: str
    outcome: Outcome
    reason: str
    remedy: str | None
    expected: Outcome | None
    versions: Versions
    took: float
    decided_at: float
    exchange_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class InterpreterResult:
    """How a claim came out on one interpreter with the versions it had; `interpreter` is "" for our own."""

    lab: str
    claim: str
    interpreter: str
    outcome: Outcome
    expected: Outcome | None
    reason: str
    remedy: str | None
    versions: Versions
    took: float
    decided_at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictChange:
    """A claim that came out otherwise than the time before on the same interpreter ("" for our own)."""

    lab: str
    claim: str
    interpreter: str
    was: Outcome
    was_on: Versions
    now: Outcome
    now_on: Versions


@dataclass(frozen=True, kw_only=True, slots=True)
class MailRow:
    """A caught message as lists show it; `number` orders them, `app` is what its guest is called."""

    number: int
    id: str
    guest: str
    app: str
    exchange: int | None
    received_at: float
    sender: str
    recipients: tuple[str, ...]
    subject: str
    size: int
    seen: bool
