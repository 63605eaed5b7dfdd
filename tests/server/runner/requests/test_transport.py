"""Requests go out exactly as written."""

import errno
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from server.model.exchange import Cut
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests import transport
from server.runner.requests.transport import RawAnswer, connect

SECONDS = 60.0


class Peer:
    """A server that reads one request, answers with these bytes, and closes."""

    def __init__(self, answer: bytes, reads: Callable[[socket.socket], bytes]) -> None:
        self.received = b""
        self._answer = answer
        self._reads = reads
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        """Wait until it is done."""
        self._thread.join(SECONDS)
        self._listener.close()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.settimeout(SECONDS)
            self.received = self._reads(connection)
            connection.sendall(self._answer)


def whole(connection: socket.socket) -> bytes:
    """What was sent, its body of `Content-Length: 3` included."""
    data = b""
    while b"\r\n\r\n" not in data or (b"ength: 3" in data and not data.endswith(b"abc")):
        data += connection.recv(65536)
    return data


def head(connection: socket.socket) -> bytes:
    """Only the first bytes of what was sent."""
    return connection.recv(100)


@pytest.fixture
def ask() -> Iterator[Callable[..., tuple[bytes, RawAnswer | Problem]]]:
    """Sends a request to a peer with this answer: what the peer read, and what came back."""
    peers: list[Peer] = []

    def exchange(
        outgoing: OutgoingRequest,
        answer: bytes,
        reads: Callable[[socket.socket], bytes] = whole,
        keep: int = 1000,
    ) -> tuple[bytes, RawAnswer | Problem]:
        peer = Peer(answer, reads)
        peers.append(peer)
        sending = connect(peer.port, SECONDS)
        assert not isinstance(sending, Problem)
        back = sending.send(outgoing, keep)
        peer.close()
        return peer.received.replace(str(peer.port).encode(), b"PORT"), back

    yield exchange
    for peer in peers:
        peer.close()


Ask = Callable[..., tuple[bytes, RawAnswer | Problem]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_nothing_is_added_but_what_http_needs(ask: Ask) -> None:
    """Host and Connection are added, and no Accept, no User-Agent; duplicates and case stay."""
    headers = (("x-One", "1"), ("X-one", "2"), ("Ö", "ö"))[:2]
    sent, _ = ask(OutgoingRequest(method="GET", path="/a?b=%20", headers=headers), OK)
    assert sent == (
        b"GET /a?b=%20 HTTP/1.1\r\nHost: localhost:PORT\r\nx-One: 1\r\nX-one: 2\r\nConnection: close\r\n\r\n"
    )


def test_what_is_written_is_not_doubled(ask: Ask) -> None:
    """A Host, a length and a connection that are given are the only ones, even if they are wrong."""
    headers = (("HOST", "evil"), ("content-length", "3"), ("connection", "keep-alive"))
    sent, _ = ask(OutgoingRequest(method="POST", path="/", headers=headers, body=b"abc"), OK)
    assert sent == b"POST / HTTP/1.1\r\nHOST: evil\r\ncontent-length: 3\r\nconnection: keep-alive\r\n\r\nabc"


def test_a_body_has_its_length(ask: Ask) -> None:
    """Content-Length is added to a body, and to a POST without one."""
    assert b"Content-Length: 3\r\n" in ask(OutgoingRequest(method="DELETE", path="/", body=b"abc"), OK)[0]
    assert b"Content-Length: 0\r\n" in ask(OutgoingRequest(method="POST", path="/"), OK)[0]


def test_values_beyond_latin_1_go_as_utf_8(ask: Ask) -> None:
    """A header may hold any text."""
    sent, _ = ask(OutgoingRequest(method="GET", path="/", headers=(("A", "é"), ("B", "€"))), OK)
    assert b"A: \xe9\r\nB: \xe2\x82\xac\r\n" in sent


def test_the_answer_is_as_it_came(ask: Ask) -> None:
    """Status, reason, repeated headers, body and times."""
    answer = b"HTTP/1.1 418 I'm a teapot\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nok"
    _, back = ask(OutgoingRequest(method="GET", path="/"), answer)
    assert isinstance(back, RawAnswer)
    assert (back.response.status, back.response.reason) == (418, "I'm a teapot")
    assert back.response.all_headers("set-cookie") == ("a=1", "b=2")
    assert back.response.body.data == b"ok"
    assert 0 < back.first_byte <= back.took
    assert back.is_complete


@pytest.mark.parametrize(
    ("answer", "data", "is_whole"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz", b"ok", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok", b"ok", False),
        (b"HTTP/1.0 200 OK\r\n\r\nok", b"ok", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    ],
)
def test_bodies_of_every_framing(ask: Ask, answer: bytes, data: bytes, is_whole: bool) -> None:
    """Chunked, counted, until the end, cut short or none: what came is kept, and whether it was all."""
    _, back = ask(OutgoingRequest(method="GET", path="/"), answer)
    assert isinstance(back, RawAnswer)
    assert (back.response.body.data, back.is_complete) == (data, is_whole)


def test_an_answer_to_head_has_no_body(ask: Ask) -> None:
    """The length it tells is not waited for."""
    _, back = ask(OutgoingRequest(method="HEAD", path="/"), b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
    assert isinstance(back, RawAnswer)
    assert back.response.body.size == 0


def test_only_a_part_is_kept(ask: Ask) -> None:
    """The rest is counted."""
    _, back = ask(OutgoingRequest(method="GET", path="/"), b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 5000, keep=10)
    assert isinstance(back, RawAnswer)
    assert (len(back.response.body.data), back.response.body.size) == (10, 5000)


def test_counting_ends(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is far too large is left before its end."""
    monkeypatch.setattr(transport, "COUNTED_BYTES", 100)
    _, back = ask(OutgoingRequest(method="GET", path="/"), b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 5000)
    assert isinstance(back, RawAnswer)
    assert not back.is_complete
    assert back.cut is Cut.SIZE


def test_a_refusal_before_the_whole_body_is_read(ask: Ask) -> None:
    """Who closes early may have said why."""
    _, back = ask(
        OutgoingRequest(method="POST", path="/", body=b"x" * (8 << 20)),
        b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
        head,
    )
    # Whether the answer survives the reset of the connection is up to the system; we never fail otherwise.
    assert (isinstance(back, RawAnswer) and back.response.status == 413) or (
        isinstance(back, Problem) and back.code == "no-answer"
    )


def test_no_answer_is_a_problem(ask: Ask) -> None:
    """A connection that closes, and one that speaks something else."""
    for answer in (b"", b"SSH-2.0\r\n"):
        _, back = ask(OutgoingRequest(method="GET", path="/"), answer)
        assert isinstance(back, Problem)
        assert back.code == "no-answer"


def test_nobody_listens() -> None:
    """A port that is closed is a problem."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    found = connect(port, SECONDS)
    assert isinstance(found, Problem)
    assert found.code == "no-connection"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.EADDRNOTAVAIL, "no port"), "no-ports"),
        (OSError(errno.EMFILE, "no file"), "no-ports"),
        (TimeoutError(), "no-connection"),
    ],
)
def test_a_machine_without_ports_is_told(monkeypatch: pytest.MonkeyPatch, error: OSError, code: str) -> None:
    """Port exhaustion is a problem with its own words, and not a crash."""

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(socket, "create_connection", refuse)
    found = connect(1, SECONDS)
    assert isinstance(found, Problem)
    assert found.code == code
