"""Tests of who has to go when there are too many connections."""

from dataclasses import dataclass, field

from desktop.shell.http.connection_table import ConnectionTable
from desktop.shell.http.limits import ServerLimits

LIMITS = ServerLimits(known=4, unknown=6, unknown_of_one_peer=3, unknown_in_grace=10, grace_seconds=1)
LATER = 1000.0


@dataclass(eq=False)
class FakeConnection:
    """A connection that notes that it was closed."""

    table: ConnectionTable
    precedence: float
    peer: str = "127.0.0.1"
    known: bool = False
    is_answered: bool = False
    overdue: bool = False
    closed: bool = field(default=False)

    def is_overdue(self, now: float) -> bool:
        """Return whether it has taken too long."""
        return self.overdue and now > 0

    def give_way(self) -> None:
        """Close it."""
        self.closed = True
        self.table.remove(self)


def fill(table: ConnectionTable, count: int, *, peer: str = "", known: bool = False) -> list[FakeConnection]:
    """Add so many connections; without a `peer` each has its own."""
    made = [
        FakeConnection(table, precedence=number, peer=peer or f"peer {number}", known=known)
        for number in range(count)
    ]
    for each in made:
        table.add(each)
    return made


def closed(connections: list[FakeConnection]) -> list[int]:
    """Return the numbers of those that were closed."""
    return [number for number, each in enumerate(connections) if each.closed]


def test_the_oldest_of_a_peer_make_room() -> None:
    """One peer has at most its share: the oldest are closed."""
    table = ConnectionTable(LIMITS)
    made = fill(table, 5, peer="127.0.0.1")
    table.check(LATER)
    assert closed(made) == [0, 1]


def test_the_oldest_of_all_make_room() -> None:
    """Many peers together have no more than all unknown ones may have."""
    table = ConnectionTable(LIMITS)
    made = fill(table, 8)
    table.check(LATER)
    assert closed(made) == [0, 1]
    assert len(table) == 6


def test_a_new_connection_has_time_to_show_itself() -> None:
    """In the middle of a flood a connection stays for a moment, until there are far too many."""
    table = ConnectionTable(LIMITS)
    made = fill(table, 10, peer="127.0.0.1")
    for each in made:
        each.precedence = LATER
    table.check(LATER + 0.5)
    assert closed(made) == []
    made += fill(table, 2, peer="127.0.0.1")
    table.check(LATER + 0.5)
    assert closed(made) == [10, 11]  # they are the oldest


def test_known_connections_keep_their_room() -> None:
    """However many unknown ones there are, those that are known stay, and give way to one another only."""
    table = ConnectionTable(LIMITS)
    known = fill(table, 4, peer="127.0.0.1", known=True)
    fill(table, 50, peer="127.0.0.1")
    table.check(LATER)
    assert closed(known) == []
    known += fill(table, 1, known=True)
    known[-1].precedence = LATER
    table.check(LATER)
    assert closed(known) == [0]


def test_what_is_being_answered_stays() -> None:
    """A request that is being answered keeps its connection, also if it is the oldest."""
    table = ConnectionTable(LIMITS)
    made = fill(table, 5, peer="127.0.0.1")
    made[0].is_answered = True
    table.check(LATER)
    assert closed(made) == [1, 2]


def test_room_is_made_among_the_unknown_first() -> None:
    """When the process may open no more files, unknown connections are closed, and known ones only then."""
    table = ConnectionTable(LIMITS)
    known, unknown = fill(table, 2, known=True), fill(table, 1)
    table.lacks_room = True
    table.check(LATER)
    assert (closed(known), closed(unknown)) == ([], [0])
    table.check(LATER)
    assert closed(known) == []
    table.lacks_room = True
    table.check(LATER)
    assert closed(known) == [0, 1]


def test_what_takes_too_long_is_closed() -> None:
    """Those that are overdue are closed, whoever they are; this is looked at once a second."""
    table = ConnectionTable(LIMITS)
    made = fill(table, 1) + fill(table, 1, known=True)
    table.check(LATER)
    for each in made:
        each.overdue = True
    table.check(LATER + 0.5)
    assert closed(made) == []
    table.check(LATER + 1)
    assert closed(made) == [0, 1]
