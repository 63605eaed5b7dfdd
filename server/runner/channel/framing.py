"""Frames of the channel: a length, and that many bytes of JSON from somebody who is not trusted."""

import json
import math
import struct
from typing import Any, Final, NoReturn, Protocol

FRAME_BYTES: Final = 1 << 20
DEPTH: Final = 32
# Numbers that other programs, JavaScript among them, can hold exactly.
LARGEST: Final = 2**53
_LENGTH = struct.Struct(">I")


class Readable(Protocol):
    """What bytes can be received from: a socket."""

    def recv(self, size: int, /) -> bytes:
        """Up to `size` bytes, none at the end."""


class FrameError(ValueError):
    """The other side does not speak as docs/channel.md has it; the message says how."""


def encode(message: dict[str, Any]) -> bytes:
    """A whole frame for an object of ours."""
    data = json.dumps(message, separators=(",", ":")).encode()
    return _LENGTH.pack(len(data)) + data


def read(connection: Readable, limit: int = FRAME_BYTES) -> dict[str, Any] | None:
    """The next frame's object, None when the other side has closed; FrameError for anything else.

    Times out as the socket does.
    """
    head = _exactly(connection, _LENGTH.size, may_end=True)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > limit:
        raise FrameError(f"a frame of {length} bytes, where {limit} are allowed")
    return decode(_exactly(connection, length) or b"")


def decode(data: bytes) -> dict[str, Any]:
    """The object in a frame: finite numbers, bounded depth, well-formed text; FrameError otherwise."""
    try:
        message = json.loads(data.decode(), parse_constant=_no_constant)
    except FrameError:
        raise
    except (ValueError, RecursionError) as error:
        raise FrameError(f"a frame that is not JSON ({type(error).__name__})") from None
    if not isinstance(message, dict):
        raise FrameError("a frame that is not an object")
    cleaned: dict[str, Any] = _clean(message, DEPTH)
    return cleaned


def _clean(value: Any, depth: int) -> Any:
    """The value with lone surrogates replaced; FrameError for what no program of ours would say."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, int | float):
        if abs(value) > LARGEST or not math.isfinite(value):
            raise FrameError("a number that is too large")
        return value
    if depth == 0:
        raise FrameError(f"values nested deeper than {DEPTH}")
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value]
    return {_clean(name, 1): _clean(item, depth - 1) for name, item in value.items()}


def _no_constant(name: str) -> NoReturn:
    raise FrameError(f"a number that is {name}")


def _exactly(connection: Readable, size: int, *, may_end: bool = False) -> bytes | None:
    """That many bytes; None where the other side closed before the first and that is allowed."""
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
