"""What web pages may ask of an update, if Fumehood runs from a folder that can be replaced."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from server.model.problem import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedChange:
    """A change of the program that is made once Fumehood has ended: to another version.

    `back` says that it is the version from before the last update.
    """

    version: str
    back: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LastChange:
    """What became of the last change, at a time in seconds since 1970; `problem` is why it failed.

    `before` and `after` are versions.
    """

    before: str
    after: str
    at: float
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """The version from before the last update, with the folder that it is kept in."""

    version: str
    folder: Path


class Updater(Protocol):
    """Replaces the program with a newer one that the user has downloaded. Any thread may call it."""

    @property
    def obstacle(self) -> Problem | None:
        """Why this Fumehood is not replaced; the remedy says how it is updated instead."""

    @property
    def planned(self) -> PlannedChange | None:
        """The change that is made once Fumehood has ended."""

    @property
    def last(self) -> LastChange | None:
        """What became of the last change."""

    @property
    def kept(self) -> Kept | None:
        """The version that can be gone back to."""

    def plan_update(self, archive: Path) -> Problem | None:
        """Check and unpack an archive, which takes a minute, and plan to use it."""

    def plan_return(self) -> Problem | None:
        """Plan to go back to the kept version."""

    def cancel(self) -> None:
        """Plan nothing, and remove what was unpacked."""

    def restart(self) -> bool:
        """Close Fumehood and start it again; False where only the user can do that."""
