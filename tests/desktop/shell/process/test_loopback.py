"""Tests of the sockets on loopback and their names."""

import errno
import re
import socket
import sys

import pytest

from desktop.shell.process import loopback
from desktop.shell.process.loopback import (
    SHARED_HOST,
    PortTakenError,
    bind,
    listen_at_name,
    listen_at_number,
)

has_ipv6 = pytest.mark.skipif(not socket.has_ipv6, reason="this Python is built without IPv6")


def fail_with(number: int, host: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make listening at hosts that begin with `host` fail with an error number; return what was asked for."""
    asked: list[str] = []
    real = loopback._bind

    def bind_or_fail(port: int, at: str) -> socket.socket:
        asked.append(at)
        if at.startswith(host) and at != SHARED_HOST:
            raise OSError(number, "refused for the test")
        return real(port, at)

    monkeypatch.setattr(loopback, "_bind", bind_or_fail)
    return asked


@pytest.mark.hardness("listening-elsewhere")
def test_a_socket_is_on_loopback() -> None:
    """No other machine reaches it."""
    with bind(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_an_error_that_says_why() -> None:
    """A port with a listener is not shared."""
    with bind(0) as first, pytest.raises(PortTakenError, match="in use"):
        bind(first.getsockname()[1])


def test_every_start_has_a_name_of_its_own() -> None:
    """The name has 128 random bits and is a host name in lower case, as browsers send it."""
    first, second = listen_at_name(0), listen_at_name(0)
    try:
        assert first.host != second.host
        for each in (first, second):
            assert re.fullmatch(r"fumehood-[0-9a-f]{32}\.localhost", each.host)
    finally:
        first.close()
        second.close()


@has_ipv6
@pytest.mark.hardness("taken-port")
def test_both_addresses_of_the_name_are_ours() -> None:
    """Nobody can listen on the same port of ::1, where browsers look first."""
    listening = listen_at_name(0)
    try:
        hosts = [each.getsockname()[0] for each in listening.sockets]
        assert hosts in (["127.0.0.1", "::1"], ["127.0.0.1"])
        with pytest.raises(PortTakenError):
            bind(listening.port, "::1")
    finally:
        listening.close()


def test_a_port_that_is_taken_on_one_address_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """If another server listens on ::1, a requested port is taken; otherwise another one is tried."""
    asked = fail_with(errno.EADDRINUSE, "::1", monkeypatch)
    with pytest.raises(PortTakenError, match="refused"):
        listen_at_name(0)
    assert len(asked) > 10
    with bind(0) as free:
        port = free.getsockname()[1]
    asked.clear()
    with pytest.raises(PortTakenError, match="refused"):
        listen_at_name(port)
    assert asked == [SHARED_HOST, "::1"]
    bind(port).close()


def test_without_ipv6_one_address_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ::1 does not exist nobody else can listen there."""
    for number in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
        with monkeypatch.context() as patch:
            fail_with(number, "::1", patch)
            listening = listen_at_name(0)
        assert [each.getsockname()[0] for each in listening.sockets] == ["127.0.0.1"]
        listening.close()


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has 127.0.0.1 only")
def test_a_number_is_random_too() -> None:
    """Servers at 127.0.0.1 do not get the cookies of another number."""
    first, second = listen_at_number(0), listen_at_number(0)
    try:
        assert first.host != second.host
        for each in (first, second):
            assert re.fullmatch(r"127(\.\d{1,3}){3}", each.host)
            assert each.sockets[0].getsockname() == (each.host, each.port)
    finally:
        first.close()
        second.close()


def test_where_there_is_one_number_it_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS has no address but 127.0.0.1."""
    fail_with(errno.EADDRNOTAVAIL, "127.", monkeypatch)
    listening = listen_at_number(0)
    assert listening.host == SHARED_HOST
    listening.close()


@pytest.mark.hardness("taken-port")
def test_a_taken_number_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other failure is that of the port, and no other address is tried."""
    fail_with(errno.EADDRINUSE, "127.", monkeypatch)
    with pytest.raises(PortTakenError, match="refused"):
        listen_at_number(0)
