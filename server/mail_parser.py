"""Parses a message whose sender may have made it slow to parse: its headers, lines and parts are bounded.

The parsers of the standard library take quadratic time for some headers, and a lot of memory for each part.
"""

from collections.abc import Sequence
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import EmailPolicy
from typing import Any, Final, cast

MAX_PARTS: Final = 200
MAX_MULTIPARTS: Final = 32
MAX_LINES: Final = 250_000
MAX_HEADER_CHARACTERS: Final = 4000
_UNPARSED_BYTES: Final = 1 << 20


class _TooManyPartsError(Exception):
    """The message has more than MAX_PARTS parts."""


class _BoundedPolicy(EmailPolicy):
    """Reads the first MAX_HEADER_CHARACTERS of each header, and those that are malformed as plain texts."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """Return the parsed value of a header, or its text."""
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # the parser may raise anything on malformed headers, RecursionError too
            return " ".join(value.encode("utf-8", "replace").decode().split())

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        """Return the name and the value of a header; the lines of the value are joined where it is used."""
        name, _colon, first = sourcelines[0].partition(":")
        parts, left = [first.lstrip(" \t")], MAX_HEADER_CHARACTERS
        for line in sourcelines[1:]:
            left -= len(parts[-1])
            if left <= 0:
                break
            parts.append(line)
        return name, "".join(parts)[:MAX_HEADER_CHARACTERS].rstrip("\r\n")


_POLICY: Final = _BoundedPolicy()


class _Parts:
    """Makes the objects of the parts of one message."""

    def __init__(self) -> None:
        self._number = 0

    def make(self, policy: Any = None) -> EmailMessage:
        """Return a new part; _TooManyPartsError if there are enough."""
        self._number += 1
        if self._number > MAX_PARTS:
            raise _TooManyPartsError
        return EmailMessage(policy=policy)


def parse_bounded(source: bytes) -> EmailMessage:
    """Return a message; the body of one with too many parts or lines is a text, as it was sent."""
    lines = source.count(b"\n") + source.count(b"\r") - source.count(b"\r\n")
    if lines <= MAX_LINES and source.lower().count(b"multipart/") <= MAX_MULTIPARTS:
        try:
            return cast(EmailMessage, BytesParser(_Parts().make, policy=_POLICY).parsebytes(source))
        except (_TooManyPartsError, RecursionError):  # the parts may be inside each other
            pass
    message = parse_headers(source[:_UNPARSED_BYTES])
    for name in ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"):
        del message[name]
    return message


def parse_headers(source: bytes) -> EmailMessage:
    """Return a message whose headers alone are parsed."""
    return cast(EmailMessage, BytesHeaderParser(EmailMessage, policy=_POLICY).parsebytes(source))


def is_cut(value: str) -> bool:
    """Return whether a header may have been longer than what was read of it."""
    return len(value) >= MAX_HEADER_CHARACTERS // 2
