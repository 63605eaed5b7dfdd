"""The store as the rest of Fumehood sees it."""

from pathlib import Path
from typing import Any

from server.model.claim import Outcome, Verdict
from server.model.exchange import Exchange, ExchangeRow
from server.model.guest import Problem, Target
from server.store.filter import RowFilter
from server.store.values import RecentTarget, StoredVerdict

DEFAULT_CAP = 500 * 1024 * 1024


class Settings:
    """Named JSON values."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`, or `default`."""
        raise NotImplementedError

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON value under `key`."""
        raise NotImplementedError


class Recent:
    """Apps opened before, newest first."""

    def touch(self, target: Target, python: Path | None) -> None:
        """Remember that it was opened just now."""
        raise NotImplementedError

    def list(self, limit: int = 20) -> tuple[RecentTarget, ...]:
        """The newest first."""
        raise NotImplementedError

    def forget(self, spec: str) -> None:
        """Leave it out from now on."""
        raise NotImplementedError


class Trust:
    """Folders whose code the user agreed to run."""

    def granted(self, path: Path) -> bool:
        """Whether `path`, or a folder it lies in, was trusted."""
        raise NotImplementedError

    def grant(self, path: Path) -> None:
        """Trust a folder or file."""
        raise NotImplementedError


class Predictions:
    """What the user guessed before seeing the verdict."""

    def add(self, lab: str, claim: str, guess: Outcome) -> None:
        """Record a guess."""
        raise NotImplementedError

    def of(self, lab: str) -> dict[str, Outcome]:
        """The last guess of each claim of a lab."""
        raise NotImplementedError


class Verdicts:
    """The last verdict of each claim."""

    def save(self, verdict: Verdict) -> StoredVerdict:
        """Keep it; exchanges of id 0 are stored first."""
        raise NotImplementedError

    def of(self, lab: str) -> dict[str, StoredVerdict]:
        """The last verdict of each claim of a lab."""
        raise NotImplementedError


class Store:
    """All that lasts; every method may be called from any thread.

    `path` None keeps it in memory. `problem` says what was wrong with the file, if something was.
    """

    settings: Settings
    recent: Recent
    trust: Trust
    predictions: Predictions
    verdicts: Verdicts
    problem: Problem | None

    def __init__(self, path: Path | None, *, cap_bytes: int = DEFAULT_CAP) -> None:
        raise NotImplementedError

    def next_id(self) -> int:
        """A number no exchange has."""
        raise NotImplementedError

    def add(self, exchange: Exchange) -> None:
        """Keep an exchange; written soon, by another thread."""
        raise NotImplementedError

    def rows(self, rows: RowFilter, before: int | None = None, limit: int = 100) -> tuple[ExchangeRow, ...]:
        """The newest first, of ids below `before`."""
        raise NotImplementedError

    def exchange(self, id: int) -> Exchange | None:  # noqa: A002 - it is the exchange's id
        """The exchange of that id, or None."""
        raise NotImplementedError

    def flush(self) -> None:
        """Return when all that was added is written."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what is left and let go of the file."""
        raise NotImplementedError
