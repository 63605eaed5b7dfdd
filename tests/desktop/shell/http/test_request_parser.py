"""Tests of the parser of requests: what is refused whole, and that no request takes long to parse."""

import time
from collections.abc import Mapping

import pytest
from waitress.adjustments import Adjustments

from desktop.shell.http.limits import HEADER_BYTES, HEADER_LINES, UNKNOWN_BODY_BYTES
from desktop.shell.http.request_parser import RequestParser

ADJUSTMENTS = Adjustments(max_request_header_size=HEADER_BYTES, max_request_body_size=64 << 20)
TWO_LENGTHS = (
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
)
MALFORMED = (
    b"\x00\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /\r\n\r\n",
    b"get / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/2.0\r\n\r\n",
    b"GET / HTTP/1.10\r\n\r\n",
    b"GET  / HTTP/1.1\r\n\r\n",
    b"GET / x HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\n: no name\r\n\r\n",
    b"GET / HTTP/1.1\r\nbad name: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\nb\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
    b"GET / HTTP/1.1\r\n folded: x\r\n\r\n",
    b"GET http://[::1/ HTTP/1.1\r\n\r\n",
)


def parse(data: bytes, *, piece: int = 8192, known: bool = True) -> RequestParser:
    """Return the request that these bytes give when they arrive in pieces."""

    def knows(_headers: Mapping[str, str]) -> bool:
        return known

    parser = RequestParser(ADJUSTMENTS, knows)
    for start in range(0, len(data), piece):
        left = data[start : start + piece]
        while left and not parser.completed:
            left = left[parser.received(left) :]
    return parser


@pytest.mark.hardness("smuggled-requests")
@pytest.mark.parametrize("data", TWO_LENGTHS)
@pytest.mark.parametrize("piece", [1, 8192])
def test_a_request_whose_length_is_unclear_is_refused_whole(data: bytes, piece: int) -> None:
    """A request with two lengths, an unreadable one or both kinds is answered 400."""
    parser = parse(data, piece=piece)
    assert parser.completed
    assert parser.error is not None
    assert parser.error.code in (400, 501)
    assert parser.received(b"GET /smuggled HTTP/1.1\r\n\r\n") == 0


@pytest.mark.hardness("malformed-requests")
@pytest.mark.parametrize("data", MALFORMED)
@pytest.mark.parametrize("piece", [1, 8192])
def test_a_malformed_request_is_refused(data: bytes, piece: int) -> None:
    """What is no request of HTTP/1.0 or 1.1 is answered 400."""
    parser = parse(data, piece=piece)
    assert parser.completed
    assert parser.error is not None
    assert parser.error.code == 400


def test_what_follows_a_refused_request_is_not_read() -> None:
    """The bytes after a refused head are dropped with it, also if they look like a request."""
    data = TWO_LENGTHS[0] + b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    assert RequestParser(ADJUSTMENTS).received(data) == len(data)


@pytest.mark.parametrize("piece", [1, 7, 8192])
def test_an_ordinary_request_is_read_whole(piece: int) -> None:
    """Head and body are the same in whatever pieces they arrive."""
    parser = parse(
        b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nCookie: a=b; c=d\r\n\r\nhello", piece=piece
    )
    assert (parser.completed, parser.error) == (True, None)
    assert (parser.command, parser.path, parser.query) == ("POST", "/a", "b=c")
    assert parser.headers["COOKIE"] == "a=b; c=d"
    assert parser.get_body_stream().read() == b"hello"


def test_a_chunked_body_is_read_whole() -> None:
    """A body in chunks is put together, and the length of its head is its own."""
    parser = parse(
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        piece=1,
    )
    assert (parser.completed, parser.error) == (True, None)
    assert parser.get_body_stream().read() == b"hello"


def test_the_next_request_begins_where_the_last_one_ends() -> None:
    """Of several requests in one piece, each takes its own bytes only."""
    first, second = b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
    parser = RequestParser(ADJUSTMENTS)
    assert parser.received(first[:10]) == 10
    assert parser.received(first[10:] + second) == len(first) - 10
    assert parser.completed


@pytest.mark.parametrize(("lines", "code"), [(HEADER_LINES - 2, None), (HEADER_LINES + 1, 431)])
def test_a_head_has_a_bounded_number_of_lines(lines: int, code: int | None) -> None:
    """A head of more lines than any client sends is answered 431."""
    parser = parse(b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * lines + b"\r\n")
    assert (parser.error.code if parser.error else None) == code


def test_an_expectation_without_a_body_is_no_reason_to_wait() -> None:
    """A GET that expects 100 Continue is complete: Waitress would go on to read a second head into it."""
    parser = parse(b"GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n")
    assert (parser.completed, parser.expect_continue) == (True, False)
    waiting = parse(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
    assert (waiting.completed, waiting.expect_continue) == (False, True)


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (UNKNOWN_BODY_BYTES + 1),
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" + bytes(UNKNOWN_BODY_BYTES + 100),
    ],
)
def test_an_unknown_client_may_send_a_small_body_only(data: bytes) -> None:
    """A large body is refused before it is held, unless the client has shown a session."""
    refused = parse(data, known=False)
    assert refused.completed
    assert refused.error is not None
    assert refused.error.code == 413
    refused.close()
    taken = parse(data, known=True)
    assert not taken.completed
    taken.close()


@pytest.mark.hardness("slow-parsing")
@pytest.mark.parametrize(
    ("data", "piece"),
    [
        (b"GET / HTTP/1.1\r\na:" + b" " * 900_000 + b"b\r\n\r\n", 8192),
        (b"GET / HTTP/1.1\r\na:" + b"\t" * 900_000 + b"\x00\r\n\r\n", 8192),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 170_000 + b"\r\n", 8192),
        (b"GET / HTTP/1.1\r\na: " + b"x" * 900_000, 16),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 4_000_000, 8192),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 700_000, 8192),
    ],
    ids=["blanks", "tabs", "lines", "pieces", "chunk line", "trailer"],
)
def test_no_request_takes_long_to_parse(data: bytes, piece: int) -> None:
    """A megabyte of blanks, lines, a chunk's line or a trailer takes a moment, not minutes."""
    before = time.process_time()
    parse(data, piece=piece)
    assert time.process_time() - before < 2
