"""Keeps the beginning of what flows by in a request or response body."""

from __future__ import annotations

import base64
from typing import Any

KEPT_BYTES = 16 * 1024
LONGEST_CHARACTER = 4


class CapturedBody:
    """Counts all bytes and keeps the first of them."""

    __slots__ = ("_parts", "_room", "size")

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []
        self._room = KEPT_BYTES

    def add(self, data: bytes) -> None:
        """Note that these bytes passed."""
        self.size += len(data)
        if self._room > 0 and data:
            part = bytes(data[: self._room])
            self._room -= len(part)
            self._parts.append(part)

    def body(self, content_type: str) -> dict[str, Any]:
        """A body as docs/events.md has it."""
        data = b"".join(self._parts)
        text: str | None
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            text = None
            if self.size > len(data) and error.start > len(data) - LONGEST_CHARACTER:
                data = data[: error.start]
                text = data.decode()
        return {
            "text": text,
            "base64": None if text is not None else base64.b64encode(data).decode("ascii"),
            "size": self.size,
            "kept": len(data),
            "type": content_type,
        }


class InputTee:
    """Stands for `wsgi.input`: what the app reads is kept, nothing is read before the app asks for it."""

    def __init__(self, stream: Any, kept: CapturedBody) -> None:
        self._stream = stream
        self._kept = kept
        self._position = 0
        self.exhausted = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _saw(self, data: Any, asked: int = -1) -> Any:
        if not data:
            self.exhausted = self.exhausted or asked != 0
            return data
        new = self._position + len(data) - self._kept.size
        if new > 0:
            self._kept.add(data[-new:])
        self._position += len(data)
        return data

    def read(self, *args: Any) -> Any:
        """As the server's stream."""
        data = self._stream.read(*args)
        if not args or args[0] is None or args[0] < 0:
            self.exhausted = True
            return self._saw(data)
        return self._saw(data, args[0])

    def readline(self, *args: Any) -> Any:
        """As the server's stream."""
        return self._saw(self._stream.readline(*args))

    def readlines(self, *args: Any) -> Any:
        """As the server's stream."""
        lines = self._stream.readlines(*args)
        for line in lines:
            self._saw(line)
        return lines

    def readinto(self, buffer: Any) -> Any:
        """As the server's stream."""
        count = self._stream.readinto(buffer)
        self._saw(bytes(memoryview(buffer)[: count or 0]), len(buffer))
        return count

    def read1(self, *args: Any) -> Any:
        """As the server's stream."""
        return self._saw(self._stream.read1(*args), args[0] if args else -1)

    def seek(self, *args: Any) -> Any:
        """As the server's stream; what is read again is not kept twice."""
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
