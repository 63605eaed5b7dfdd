"""Parsing of requests: what Waitress accepts, but for what two programs could read differently."""

import re
from typing import Any, Final

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import BadRequest, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

from desktop.shell.http.limits import (
    CHUNK_LINE_BYTES,
    HEADER_LINES,
    TRAILER_BYTES,
    UNKNOWN_BODY_BYTES,
    Knows,
    knows_everybody,
)

_HEAD_END: Final = b"\r\n\r\n"
_VERSIONS: Final = ("1.0", "1.1")
_LENGTH_DIGITS: Final = 18
# Waitress reads a header with a pattern that takes a time quadratic in the blanks before a value.
_MANY_BLANKS: Final = re.compile(rb"[ \t]{65}")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANK: Final = (b" ", b"\t")


class RequestParser(HTTPRequestParser):  # type: ignore[misc]  # Waitress has no type hints
    """One request. It is refused whole, with 400, if its length can be read in two ways.

    A client that `knows` does not know may send only a small body.
    """

    def __init__(self, adj: Any, knows: Knows = knows_everybody) -> None:
        super().__init__(adj)
        self._knows = knows
        self._is_known = False
        self._head = bytearray()

    def received(self, data: bytes) -> int:
        """Take in bytes, and return how many of them belong to this request."""
        if self.completed:
            return 0
        if not self.headers_finished:
            return self._received_of_head(data)
        consumed: int = super().received(data)
        self._check_body()
        return consumed

    def _received_of_head(self, data: bytes) -> int:
        """Collect the head, so that it is searched once and not again with each piece of it."""
        before = len(self._head)
        self._head += data
        end = self._head.find(_HEAD_END, max(0, before - len(_HEAD_END) + 1))
        if end < 0 and len(self._head) < self.adj.max_request_header_size:
            return len(data)
        whole = bytes(self._head)
        self._head = bytearray()
        if whole.count(b"\r\n", 0, end if end >= 0 else len(whole)) > HEADER_LINES:
            self._refuse_head()
            return len(data)
        consumed: int = super().received(whole)
        if self.error is None and not self.empty:
            self._is_known = self._knows(self.headers)
            self._check_body()
        if self.error is not None or self.body_rcv is None:
            self.expect_continue = False  # Waitress would wait for a body after it has said that it may come
        # What follows a request that is refused is not read as another one.
        return len(data) if self.error is not None else consumed - before

    def _refuse_head(self) -> None:
        super().parse_header(b"GET / HTTP/1.0\r\n")
        self.error = RequestHeaderFieldsTooLarge(f"exceeds {HEADER_LINES} lines")
        self.completed = True

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the request line and the headers; raises ParsingError, which is answered with 400."""
        if _CONTROL.search(header_plus) or _MANY_BLANKS.search(header_plus):
            raise ParsingError("Invalid header")
        lines = header_plus.split(b"\r\n")
        if any(line.startswith(_BLANK) for line in lines[1:]):
            raise ParsingError("Folded header")
        names = [line.partition(b":")[0].lower() for line in lines[1:]]
        has_length, has_encoding = names.count(b"content-length"), names.count(b"transfer-encoding")
        if has_length + has_encoding > 1:
            raise ParsingError("More than one length of the body")
        version = lines[0].rpartition(b" HTTP/")[2].decode("latin-1")
        if version not in _VERSIONS or (has_encoding and version == "1.0"):
            raise ParsingError("HTTP version is not supported")
        for line in lines[1:]:
            name, _colon, value = line.partition(b":")
            if name.lower() == b"content-length" and len(value.strip(b" \t")) > _LENGTH_DIGITS:
                raise ParsingError("Content-Length is invalid")
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address that cannot be split, such as http://[::1/
            raise ParsingError("Bad URI") from error

    def _check_body(self) -> None:
        """Bound what stands around the chunks of a body, and the body of a client that is not known."""
        receiver = self.body_rcv
        if self.error is not None or receiver is None:
            return
        if not self._is_known and max(self.content_length, self.body_bytes_received) > UNKNOWN_BODY_BYTES:
            self.error = RequestEntityTooLarge(f"exceeds max_body of {UNKNOWN_BODY_BYTES}")
            self.completed = True
        elif self.chunked and (
            len(receiver.control_line) > CHUNK_LINE_BYTES or len(receiver.trailer) > TRAILER_BYTES
        ):
            self.error = BadRequest("Chunk line or trailer is too long")
            self.completed = True
