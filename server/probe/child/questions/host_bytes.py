"""Splits what the host sends after `load` into single bytes and questions, however the bytes arrive."""

from __future__ import annotations

from ..recording.framing import HEADER

QUESTION = b"="
QUESTION_LIMIT = 1 << 17


class HostBytes:
    """What has arrived and is not complete yet."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> tuple[bytes, list[bytes]]:
        """Return the single bytes and the JSON texts of the questions that are complete now.

        OSError for a question that is longer than any host sends: the channel is of no use then.
        """
        data, self._pending = self._pending + data, b""
        single, questions = [], []
        while data:
            before, mark, rest = data.partition(QUESTION)
            single.append(before)
            if not mark:
                break
            size = HEADER.unpack(rest[: HEADER.size])[0] if len(rest) >= HEADER.size else None
            if size is not None and size > QUESTION_LIMIT:
                raise OSError("a question is too long")
            if size is None or len(rest) < HEADER.size + size:
                self._pending = mark + rest
                break
            questions.append(rest[HEADER.size : HEADER.size + size])
            data = rest[HEADER.size + size :]
        return b"".join(single), questions
