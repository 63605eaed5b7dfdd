"""Capture of the first bytes of a request or response body as they pass."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

CAPTURE_LIMIT = 16 * 1024
LONGEST_UTF8_CHARACTER = 4


def size_of(data: Any) -> int:
    """Return the number of bytes in a part of a body; 0 for anything else, which the server will refuse."""
    if type(data) is bytes:
        return len(data)
    return memoryview(data).nbytes if issubclass(type(data), (bytes, bytearray)) else 0


class CapturedBody:
    """The first bytes of a body, and the count of all of them."""

    __slots__ = ("_parts", "_remaining", "size")

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []
        self._remaining = CAPTURE_LIMIT

    def add(self, data: bytes) -> None:
        """Count these bytes, and keep them as far as the limit allows."""
        size = size_of(data)
        self.size += size
        if self._remaining > 0 and size:
            part = bytes(memoryview(data)[: self._remaining])
            self._remaining -= len(part)
            self._parts.append(part)

    def as_body(self, content_type: str) -> dict[str, Any]:
        """Return the body as docs/events.md defines it; it is text if what was kept is UTF-8."""
        data = b"".join(self._parts)
        text: str | None
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            text = None
            if self.size > len(data) and error.start > len(data) - LONGEST_UTF8_CHARACTER:
                data = data[: error.start]
                text = data.decode()
        return {
            "text": text,
            "base64": None if text is not None else b64encode(data).decode("ascii"),
            "size": self.size,
            "kept": len(data),
            "type": content_type,
        }


class InputTee:
    """Stands in for `wsgi.input` and captures what the app reads; it never reads ahead of the app."""

    def __init__(self, stream: Any, captured: CapturedBody) -> None:
        self._stream = stream
        self._captured = captured
        self._position = 0
        self.exhausted = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _capture(self, data: Any, requested: int = -1) -> Any:
        if not data:
            self.exhausted = self.exhausted or requested != 0
            return data
        new = self._position + len(data) - self._captured.size
        if new > 0:
            self._captured.add(data[-new:])
        self._position += len(data)
        return data

    def read(self, *args: Any) -> Any:
        """Read as the server's stream does."""
        data = self._stream.read(*args)
        if not args or args[0] is None or args[0] < 0:
            self.exhausted = True
            return self._capture(data)
        return self._capture(data, args[0])

    def readline(self, *args: Any) -> Any:
        """Read as the server's stream does."""
        return self._capture(self._stream.readline(*args))

    def readlines(self, *args: Any) -> Any:
        """Read as the server's stream does."""
        lines = self._stream.readlines(*args)
        for line in lines:
            self._capture(line)
        return lines

    def readinto(self, buffer: Any) -> Any:
        """Read as the server's stream does."""
        count = self._stream.readinto(buffer)
        self._capture(bytes(memoryview(buffer)[: count or 0]), len(buffer))
        return count

    def read1(self, *args: Any) -> Any:
        """Read as the server's stream does."""
        return self._capture(self._stream.read1(*args), args[0] if args else -1)

    def seek(self, *args: Any) -> Any:
        """Seek as the server's stream does; bytes that are read a second time are not captured again."""
        result = self._stream.seek(*args)
        self._position = self._stream.tell()
        return result

    def __iter__(self) -> InputTee:
        return self

    def __next__(self) -> Any:
        line = self.readline()
        if not line:
            raise StopIteration
        return line
