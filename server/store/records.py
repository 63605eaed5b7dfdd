"""The records that the store returns, besides the classes of `server.model`."""

from dataclasses import dataclass
from pathlib import Path

from server.model.claim import Outcome
from server.model.guest import Target
from server.model.versions import Versions


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentTarget:
    """An app that was opened before; `opened_at` is in seconds since the epoch, `python` None is our own."""

    target: Target
    python: Path | None
    opened_at: float


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectVariable:
    """An environment variable of an app; the value of a `secret` one is kept elsewhere and empty here."""

    name: str
    value: str = ""
    secret: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectSettings:
    """What the user has chosen for one app: limits as in `preferences`, None for the general setting.

    `port` is chosen; `last_port` is the one that the app had last. `restart_on_save` and `send_on_save` say
    what happens when a file of the project is saved. With `notice_hidden` the bench no longer says that the
    app runs on our own interpreter. `python` is the interpreter that the user has named, `entry`, `arguments`
    and `folder` are what is run, with what, and in which working folder; None changes nothing.
    """

    start_seconds: int | None = None
    request_seconds: int | None = None
    memory_mb: int | None = None
    open_files: int | None = None
    port: int | None = None
    last_port: int | None = None
    restart_on_save: bool = True
    send_on_save: bool = False
    notice_hidden: bool = False
    python: str | None = None
    entry: str | None = None
    arguments: str | None = None
    folder: str | None = None
    variables: tuple[ProjectVariable, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredVerdict:
    """The last verdict of a claim; `exchange_id` is the exchange that decided it, None if none or deleted."""

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
    """The outcome of a claim on one interpreter and its versions; `interpreter` is "" for our own."""

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
    """A claim whose outcome differs from the previous one on the same interpreter ("" for our own)."""

    lab: str
    claim: str
    interpreter: str
    was: Outcome
    was_on: Versions
    now: Outcome
    now_on: Versions


@dataclass(frozen=True, kw_only=True, slots=True)
class MailRow:
    """A caught message as a row of a list; `number` orders messages, `app` is the name of the guest's app."""

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
