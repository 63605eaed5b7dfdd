"""The connections of one server, and which of them has to go when there is no room for another one."""

import math
from typing import Final, Protocol

from desktop.shell.http.limits import ServerLimits

_CHECK_SECONDS: Final = 1.0
# How many connections are closed when the process may open no more files.
_ROOM: Final = 8


class Member(Protocol):
    """A connection as the table sees it."""

    peer: str
    known: bool

    @property
    def is_answered(self) -> bool:
        """Whether a request of it is being answered."""

    @property
    def precedence(self) -> float:
        """When it was opened, or, if it is known, last used: in seconds of a clock that never goes back."""

    def is_overdue(self, now: float) -> bool:
        """Return whether the client has taken longer than it may."""

    def give_way(self) -> None:
        """Close it at once."""


class ConnectionTable:
    """All open connections of a server; used on the thread of its loop.

    A new connection always gets in, so that a client of ours can show that it is one. The oldest make room
    for it. Those that are known make room only for one another.
    """

    def __init__(self, limits: ServerLimits) -> None:
        self._limits = limits
        self._members: dict[Member, None] = {}
        self._next_check = 0.0
        # Set when the process may open no more files.
        self.lacks_room = False

    def __len__(self) -> int:
        return len(self._members)

    def add(self, member: Member) -> None:
        """Take in a new connection; `check` closes those that are then too many."""
        self._members[member] = None

    def remove(self, member: Member) -> None:
        """Forget a connection that was closed; this may happen on any thread."""
        self._members.pop(member, None)

    def check(self, now: float) -> None:
        """Close what is beyond the limits, and every second what has taken too long.

        Call it between two turns of the server's loop: within one, another connection may get the number of a
        closed one, and what was noticed of the old one would be done to the new one.
        """
        if now >= self._next_check:
            self._next_check = now + _CHECK_SECONDS
            for member in tuple(self._members):
                if member.is_overdue(now):
                    member.give_way()
        if self.lacks_room:
            self.lacks_room = False
            members = self._of(known=False) or self._of(known=True)
            _close_oldest(members, len(members) - _ROOM)
        self._enforce(now)

    def _enforce(self, now: float) -> None:
        limits = self._limits
        _close_oldest(self._of(known=True), limits.known)
        unknown = self._of(known=False)
        if len(unknown) <= limits.unknown_of_one_peer:
            return
        _close_oldest(unknown, limits.unknown_in_grace)
        by_peer: dict[str, list[Member]] = {}
        for member in self._of(known=False):
            by_peer.setdefault(member.peer, []).append(member)
        for members in by_peer.values():
            _close_oldest(members, limits.unknown_of_one_peer, before=now - limits.grace_seconds)
        _close_oldest(self._of(known=False), limits.unknown, before=now - limits.grace_seconds)

    def _of(self, *, known: bool) -> list[Member]:
        return [member for member in tuple(self._members) if member.known is known]


def _close_oldest(members: list[Member], keep: int, *, before: float = math.inf) -> None:
    """Keep so many, as far as the others are not being answered and are from `before` that time."""
    count = len(members) - max(keep, 0)
    if count <= 0:
        return
    idle = [member for member in members if not member.is_answered and member.precedence < before]
    for member in sorted(idle, key=lambda member: member.precedence)[:count]:
        member.give_way()
