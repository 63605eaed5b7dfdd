"""Reads and writes the frames of the channel: a length and as many bytes of JSON, from an untrusted guest."""

import json
import math
import struct
from typing import Any, Final, NoReturn, Protocol

FRAME_BYTES: Final = 1 << 20
DEPTH: Final = 32
# A value takes up to a hundred bytes of memory, and three in a frame.
VALUE_LIMIT: Final = 200_000
# The largest whole number that JavaScript and others represent exactly.
LARGEST_NUMBER: Final = 2**53
_LENGTH = struct.Struct(">I")


class Readable(Protocol):
    """Something to receive bytes from: a socket."""

    def recv(self, size: int, /) -> bytes:
        """Return up to `size` bytes; none at the end."""


class FrameError(ValueError):
    """The other side violates docs/channel.md; the message says how."""


def encode(message: dict[str, Any]) -> bytes:
    """Encode a message as a whole frame."""
    data = json.dumps(message, separators=(",", ":")).encode()
    return _LENGTH.pack(len(data)) + data


def read(connection: Readable, limit: int = FRAME_BYTES) -> dict[str, Any] | None:
    """Read the next frame; return its object, or None if the other side has closed the channel.

    FrameError for anything else; TimeoutError as from the socket.
    """
    header = _receive(connection, _LENGTH.size, may_end=True)
    if header is None:
        return None
    (length,) = _LENGTH.unpack(header)
    if length > limit:
        raise FrameError(f"a frame of {length} bytes, where {limit} are allowed")
    return decode(_receive(connection, length) or b"")


def decode(data: bytes) -> dict[str, Any]:
    """Decode an object of finite numbers, bounded depth and well-formed text; FrameError otherwise."""
    try:
        message = json.loads(data.decode(), parse_constant=_no_constant)
    except FrameError:
        raise
    except (ValueError, RecursionError) as error:
        raise FrameError(f"a frame that is not JSON ({type(error).__name__})") from None
    if not isinstance(message, dict):
        raise FrameError("a frame that is not an object")
    cleaned: dict[str, Any] = _Cleaner().clean(message, DEPTH)
    return cleaned


class _Cleaner:
    """Replaces the lone surrogates in one message, and counts its values."""

    def __init__(self) -> None:
        self._values = 0

    def clean(self, value: Any, depth: int) -> Any:
        """Return a value; FrameError if it is too deep, has too large numbers, or if there are too many."""
        self._values += 1
        if self._values > VALUE_LIMIT:
            raise FrameError(f"a frame of more than {VALUE_LIMIT} values")
        if value is None or value is True or value is False:
            return value
        if isinstance(value, str):
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        if isinstance(value, int | float):
            if abs(value) > LARGEST_NUMBER or not math.isfinite(value):
                raise FrameError("a number that is too large")
            return value
        if depth == 0:
            raise FrameError(f"values nested deeper than {DEPTH}")
        if isinstance(value, list):
            return [self.clean(item, depth - 1) for item in value]
        return {self.clean(name, 1): self.clean(item, depth - 1) for name, item in value.items()}


def _no_constant(name: str) -> NoReturn:
    raise FrameError(f"a number that is {name}")


def _receive(connection: Readable, size: int, *, may_end: bool = False) -> bytes | None:
    """Receive exactly `size` bytes; None if the channel ends before the first and `may_end` allows that."""
    parts: list[bytes] = []
    missing = size
    while missing:
        part = connection.recv(min(missing, 1 << 16))
        if not part:
            if may_end and missing == size:
                return None
            raise FrameError("the channel ended within a frame")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
