"""Tests of the limits of the HTTP server."""

from desktop.shell.http.limits import ServerLimits, knows_everybody


def test_all_connections_fit_into_what_windows_can_wait_for() -> None:
    """Known and unknown connections and our own sockets are fewer than 512."""
    limits = ServerLimits()
    assert limits.known + limits.unknown_in_grace + 16 < 512
    assert limits.unknown_of_one_peer <= limits.unknown <= limits.unknown_in_grace
    assert limits.unknown_idle_seconds <= limits.idle_seconds


def test_an_app_that_tells_nobody_apart_knows_everybody() -> None:
    """Without a function of its own, an app has no unknown clients."""
    assert knows_everybody({})
