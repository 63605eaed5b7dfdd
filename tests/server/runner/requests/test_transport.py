"""Requests are sent exactly as written, and responses read within limits."""

import errno
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from server.model.exchange import Cut
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests import transport
from server.runner.requests.transport import RawAnswer, connect

SECONDS = 60.0


class OneAnswerServer:
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
        """Wait until it has answered."""
        self._thread.join(SECONDS)
        self._listener.close()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.settimeout(SECONDS)
            self.received = self._reads(connection)
            connection.sendall(self._answer)


def read_request(connection: socket.socket) -> bytes:
    """Read the headers, and a body of `Content-Length: 3`."""
    data = b""
    while b"\r\n\r\n" not in data or (b"ength: 3" in data and not data.endswith(b"abc")):
        data += connection.recv(65536)
    return data


def read_first_bytes(connection: socket.socket) -> bytes:
    """Read only the first bytes."""
    return connection.recv(100)


@pytest.fixture
def send() -> Iterator[Callable[..., tuple[bytes, RawAnswer | Problem]]]:
    """Send a request to a server with this answer; return what the server read, and the result."""
    servers: list[OneAnswerServer] = []

    def exchange(
        outgoing: OutgoingRequest,
        answer: bytes,
        reads: Callable[[socket.socket], bytes] = read_request,
        keep: int = 1000,
    ) -> tuple[bytes, RawAnswer | Problem]:
        server = OneAnswerServer(answer, reads)
        servers.append(server)
        connection = connect(server.port, SECONDS)
        assert not isinstance(connection, Problem)
        result = connection.send(outgoing, keep)
        server.close()
        return server.received.replace(str(server.port).encode(), b"PORT"), result

    yield exchange
    for server in servers:
        server.close()


Send = Callable[..., tuple[bytes, RawAnswer | Problem]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_only_necessary_headers_are_added(send: Send) -> None:
    """Host and Connection are added, but no Accept and no User-Agent; duplicates and case stay."""
    headers = (("x-One", "1"), ("X-one", "2"), ("Ö", "ö"))[:2]
    sent, _ = send(OutgoingRequest(method="GET", path="/a?b=%20", headers=headers), OK)
    assert sent == (
        b"GET /a?b=%20 HTTP/1.1\r\nHost: localhost:PORT\r\nx-One: 1\r\nX-one: 2\r\nConnection: close\r\n\r\n"
    )


def test_given_headers_are_not_added_again(send: Send) -> None:
    """A given Host, length and connection are the only ones, even if they are wrong."""
    headers = (("HOST", "evil"), ("content-length", "3"), ("connection", "keep-alive"))
    sent, _ = send(OutgoingRequest(method="POST", path="/", headers=headers, body=b"abc"), OK)
    assert sent == b"POST / HTTP/1.1\r\nHOST: evil\r\ncontent-length: 3\r\nconnection: keep-alive\r\n\r\nabc"


def test_the_length_of_the_body_is_added(send: Send) -> None:
    """To a request with a body, and to a POST without one."""
    assert b"Content-Length: 3\r\n" in send(OutgoingRequest(method="DELETE", path="/", body=b"abc"), OK)[0]
    assert b"Content-Length: 0\r\n" in send(OutgoingRequest(method="POST", path="/"), OK)[0]


def test_header_values_beyond_latin_1_are_sent_as_utf_8(send: Send) -> None:
    """A header may contain any text."""
    sent, _ = send(OutgoingRequest(method="GET", path="/", headers=(("A", "é"), ("B", "€"))), OK)
    assert b"A: \xe9\r\nB: \xe2\x82\xac\r\n" in sent


def test_the_response_is_unchanged(send: Send) -> None:
    """Status, reason, repeated headers, body and times."""
    answer = b"HTTP/1.1 418 I'm a teapot\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n\r\nok"
    _, result = send(OutgoingRequest(method="GET", path="/"), answer)
    assert isinstance(result, RawAnswer)
    assert (result.response.status, result.response.reason) == (418, "I'm a teapot")
    assert result.response.all_headers("set-cookie") == ("a=1", "b=2")
    assert result.response.body.data == b"ok"
    assert 0 < result.first_byte <= result.took
    assert result.is_complete


@pytest.mark.parametrize(
    ("answer", "data", "is_complete"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz", b"ok", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok", b"ok", False),
        (b"HTTP/1.0 200 OK\r\n\r\nok", b"ok", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
    ],
)
def test_bodies_are_read_with_each_kind_of_framing(
    send: Send, answer: bytes, data: bytes, is_complete: bool
) -> None:
    """Chunked, with a length, until the end, incomplete or none."""
    _, result = send(OutgoingRequest(method="GET", path="/"), answer)
    assert isinstance(result, RawAnswer)
    assert (result.response.body.data, result.is_complete) == (data, is_complete)


def test_a_response_to_head_has_no_body(send: Send) -> None:
    """Its Content-Length is not waited for."""
    _, result = send(
        OutgoingRequest(method="HEAD", path="/"), b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
    )
    assert isinstance(result, RawAnswer)
    assert result.response.body.size == 0


def test_only_a_part_of_the_body_is_kept(send: Send) -> None:
    """The rest is counted."""
    _, result = send(
        OutgoingRequest(method="GET", path="/"), b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 5000, keep=10
    )
    assert isinstance(result, RawAnswer)
    assert (len(result.response.body.data), result.response.body.size) == (10, 5000)


def test_reading_ends_at_a_limit(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    """A response that is far too large is not read to its end."""
    monkeypatch.setattr(transport, "COUNTED_BYTES", 100)
    _, result = send(OutgoingRequest(method="GET", path="/"), b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 5000)
    assert isinstance(result, RawAnswer)
    assert not result.is_complete
    assert result.cut is Cut.SIZE


def test_a_response_before_the_whole_body_was_sent(send: Send) -> None:
    """A server that closes early may have sent a response."""
    _, result = send(
        OutgoingRequest(method="POST", path="/", body=b"x" * (8 << 20)),
        b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
        read_first_bytes,
    )
    # Whether the answer survives the reset of the connection is up to the system; we never fail otherwise.
    assert (isinstance(result, RawAnswer) and result.response.status == 413) or (
        isinstance(result, Problem) and result.code == "no-answer"
    )


def test_no_response_is_a_problem(send: Send) -> None:
    """For a connection that closes, and one that uses another protocol."""
    for answer in (b"", b"SSH-2.0\r\n"):
        _, result = send(OutgoingRequest(method="GET", path="/"), answer)
        assert isinstance(result, Problem)
        assert result.code == "no-answer"


def test_a_closed_port_is_a_problem() -> None:
    """The connection is refused."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    problem = connect(port, SECONDS)
    assert isinstance(problem, Problem)
    assert problem.code == "no-connection"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.EADDRNOTAVAIL, "no port"), "no-ports"),
        (OSError(errno.EMFILE, "no file"), "no-ports"),
        (TimeoutError(), "no-connection"),
    ],
)
def test_a_machine_without_free_ports_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, error: OSError, code: str
) -> None:
    """The error of the system is not raised."""

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(socket, "create_connection", refuse)
    problem = connect(1, SECONDS)
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_a_cancelled_request_ends_at_once() -> None:
    """What came so far is the answer, and the server's next write fails."""
    listener = socket.create_server(("127.0.0.1", 0))
    connection = connect(listener.getsockname()[1], SECONDS)
    assert not isinstance(connection, Problem)
    told: list[tuple[int, int]] = []

    def progressed(status: int, size: int) -> None:
        told.append((status, size))
        if size:
            connection.cancel()

    results: list[RawAnswer | Problem] = []
    request = OutgoingRequest(method="GET", path="/")
    thread = threading.Thread(target=lambda: results.append(connection.send(request, 1000, progressed)))
    thread.start()
    with listener, listener.accept()[0] as client:
        client.settimeout(SECONDS)
        read_request(client)
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\none")
        thread.join(SECONDS)
        with pytest.raises(ConnectionError):
            client.sendall(b"two")
    (result,) = results
    assert isinstance(result, RawAnswer)
    assert (result.response.body.data, result.cut, result.is_complete) == (b"one", Cut.CANCELLED, False)
    assert told == [(200, 0), (200, 3)]


def test_a_request_that_is_cancelled_before_its_answer_says_so() -> None:
    """There is no answer, and it is no time-out."""
    listener = socket.create_server(("127.0.0.1", 0))
    connection = connect(listener.getsockname()[1], SECONDS)
    assert not isinstance(connection, Problem)
    connection.cancel()
    with listener:
        result = connection.send(OutgoingRequest(method="GET", path="/slow"), 1000)
    assert isinstance(result, Problem)
    assert result.code == ProblemCode.CANCELLED
