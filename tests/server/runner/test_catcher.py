"""Mail is caught over real SMTP, a port for each guest."""

import smtplib
import socket
import time
from collections.abc import Iterator

import pytest

from server.model.letter import Letter
from server.runner.catcher import Catcher
from server.runner.postbox import CONVERSATIONS, MESSAGE_BYTES, RECIPIENTS

SOURCE = b"Subject: Hello\r\n\r\n.a line that begins with a dot\r\n"


@pytest.fixture
def letters() -> list[Letter]:
    """What was caught."""
    return []


@pytest.fixture
def catcher(letters: list[Letter]) -> Iterator[Catcher]:
    """A catcher that is closed."""
    made = Catcher(letters.append)
    yield made
    made.close()


def port_of(catcher: Catcher, guest: str) -> int:
    """The port of a guest, which is there."""
    port = catcher.port_of(guest)
    assert port is not None
    return port


def test_each_guest_has_a_port_of_its_own(catcher: Catcher, letters: list[Letter]) -> None:
    """By it, its mail is known; the port stays the same."""
    first, second = port_of(catcher, "a"), port_of(catcher, "b")
    assert first != second
    assert port_of(catcher, "a") == first
    for port in (second, first):
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail("me@x.example", ["you@x.example", "her@x.example"], SOURCE)
    assert [(one.guest, one.recipients) for one in letters] == [
        ("b", ("you@x.example", "her@x.example")),
        ("a", ("you@x.example", "her@x.example")),
    ]
    assert letters[0].source == SOURCE


def test_the_sender_learns_the_name_of_its_message(catcher: Catcher, letters: list[Letter]) -> None:
    """As a mail server says it."""
    with smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=10) as client:
        client.ehlo()
        client.mail("me@x.example")
        client.rcpt("you@x.example")
        code, said = client.data(SOURCE)
    assert (code, said) == (250, f"2.0.0 Ok: queued as {letters[0].id}".encode())


def test_every_login_is_believed(catcher: Catcher) -> None:
    """The catcher knows nobody, and offers what real servers offer."""
    with smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=10) as client:
        client.ehlo()
        assert client.has_extn("auth")
        assert client.has_extn("starttls")
        assert client.login("anybody", "anything")[0] == 235


def test_too_much_is_refused_as_servers_do(catcher: Catcher, letters: list[Letter]) -> None:
    """Too many recipients, too many bytes."""
    with smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=30) as client:
        refused = client.sendmail(
            "me@x.example", [f"you{number}@x.example" for number in range(RECIPIENTS + 1)], SOURCE
        )
        assert list(refused) == [f"you{RECIPIENTS}@x.example"]
        lines = b"x" * 900 + b"\r\n"
        with pytest.raises(smtplib.SMTPResponseException, match="552"):
            client.sendmail("me@x.example", ["you@x.example"], lines * (MESSAGE_BYTES // len(lines) + 2))
    assert len(letters) == 1


def test_what_cannot_be_kept_is_not_acknowledged() -> None:
    """The sender gets an error, as if the server's disk were full."""

    def failing(_: Letter) -> None:
        raise OSError("no room")

    catcher = Catcher(failing)
    try:
        with (
            smtplib.SMTP("127.0.0.1", port_of(catcher, "a"), timeout=10) as client,
            pytest.raises(smtplib.SMTPDataError, match="451"),
        ):
            client.sendmail("me@x.example", ["you@x.example"], SOURCE)
    finally:
        catcher.close()


def test_a_guest_that_is_gone_has_no_port(catcher: Catcher) -> None:
    """Its port is closed, and a new one of the same name is another guest's."""
    port = port_of(catcher, "a")
    catcher.release("a")
    catcher.release("never seen")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5).close()


def test_closing_ends_open_conversations(letters: list[Letter]) -> None:
    """A client that says nothing holds nobody up, and none is let in afterwards."""
    catcher = Catcher(letters.append)
    with socket.create_connection(("127.0.0.1", port_of(catcher, "a")), 10) as idle:
        assert idle.recv(1024).startswith(b"220 ")
        begun = time.monotonic()
        catcher.close()
        assert time.monotonic() - begun < 20
        idle.settimeout(30)
        assert idle.recv(1024) == b""
    assert catcher.port_of("b") is None
    catcher.close()


def test_more_conversations_than_there_may_be_are_ended(catcher: Catcher) -> None:
    """One guest cannot hold all of Fumehood's sockets."""
    port = port_of(catcher, "a")
    callers = []
    try:
        for _ in range(CONVERSATIONS):
            callers.append(socket.create_connection(("127.0.0.1", port), 10))
            assert callers[-1].recv(1024).startswith(b"220 ")
        with socket.create_connection(("127.0.0.1", port), 10) as beyond:
            assert beyond.recv(1024) == b""
    finally:
        for caller in callers:
            caller.close()


def test_a_catcher_that_caught_nothing_closes(letters: list[Letter]) -> None:
    """Also one that never had a guest."""
    Catcher(letters.append).close()
