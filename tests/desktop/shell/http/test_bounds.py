"""Tests of what the listening sockets of one server share."""

from desktop.shell.http.bounds import PAGES, Bounds
from desktop.shell.http.limits import ServerLimits, knows_everybody


def test_the_table_has_the_limits_of_the_server() -> None:
    """Each server has one table of connections, however many sockets it listens on."""

    def bounds() -> Bounds:
        limits = ServerLimits(known=1)
        return Bounds(pools={}, pool_of=lambda _m, _p: PAGES, limits=limits, knows=knows_everybody)

    one = bounds()
    assert one.table is one.table
    assert one.table is not bounds().table
    assert len(one.table) == 0
