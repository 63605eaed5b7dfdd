"""The streams that commands print on: they can say every text, and nothing in it steers the terminal."""

import codecs
import contextlib
import io
import os
import re
import sys
import unicodedata
from typing import Final, TextIO

from server.model.printable import printable, spelled

# What the table, the Journey and the messages are drawn with, in ASCII.
_ASCII: Final = {
    **{"→": "->", "←": "<-", "…": "...", "—": "--", "–": "-", "·": "-", "•": "*", "×": "x"},  # noqa: RUF001 - as drawn
    **{"✓": "+", "✗": "x", "≠": "!=", "≤": "<=", "≥": ">=", "≈": "~", "µ": "u", "″": '"'},
    **{"●": "*", "◉": "@", "○": "o", "│": "|", "┊": ":", "├": "|", "└": "`", "─": "-", "█": "#", "░": "."},
    **{"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": '"', "»": '"', "\u00a0": " ", "\u202f": " "},  # noqa: RUF001 - as drawn
}
_COLOURS: Final = {
    **{"strong": "1", "quiet": "2", "code": "36"},
    **{"ok": "32", "info": "34", "warn": "33", "bad": "31"},
}
# Colours, and what a progress bar draws itself again with.
_OUR_SEQUENCES: Final = re.compile(r"(\x1b\[(?:0|1|2|3[0-7])m|\x1b\[\?25[lh]|\x1b\[K|\r)")


class Console(io.TextIOWrapper):
    """A standard stream as which `sys.stdout` or `sys.stderr` is replaced.

    What its encoding lacks is written in ASCII instead of raising UnicodeEncodeError: `->` for an arrow, a
    letter without its accent, or an escape. Invisible characters and sequences that steer a terminal are
    spelled out, except for colours on a terminal.
    """

    def __init__(self, stream: io.TextIOWrapper) -> None:
        """Write where `stream` writes."""
        self.says = stream.encoding
        self._stream = stream  # it would close what both write to when nobody holds it
        self._terminal = stream.isatty()
        super().__init__(
            stream.buffer,
            # Text that is already ASCII is the same in both; click would bypass a stream of ASCII.
            encoding="utf-8" if _is_ascii(stream.encoding) else stream.encoding,
            errors="backslashreplace",
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )

    def write(self, text: str, /) -> int:
        """Write text, whatever it contains; return its length."""
        shown = self._shown(text)
        super().write(shown if can_say(shown, self) else _in_encoding(shown, self.says))
        return len(text)

    def _shown(self, text: str) -> str:
        if not self._terminal:
            return printable(text)
        parts = _OUR_SEQUENCES.split(text)
        return "".join(part if number % 2 else printable(part) for number, part in enumerate(parts))


def install() -> None:
    """Make both standard streams consoles; one that is closed leads to nowhere."""
    register()
    _open_closed_descriptors()
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # it was closed before we started, or the program has no console
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open
        if isinstance(stream, io.TextIOWrapper) and not isinstance(stream, Console):
            stream = Console(stream)
        setattr(sys, name, stream)


def coloured(role: str, text: str) -> str:
    """Return a text in the colour of its role, for a terminal; roles are those of the lenses."""
    return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if role in _COLOURS else text


def is_colourful(stream: TextIO) -> bool:
    """Return whether to use colours on a stream: on a terminal, unless NO_COLOR is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def register() -> None:
    """Register what stands for characters that an encoding lacks."""
    codecs.register_error(_IN_ASCII, _replacement)


def discard(stream: TextIO) -> None:
    """Lead a stream that cannot be written to nowhere, also with what it still holds at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def can_say(text: str, stream: TextIO) -> bool:
    """Return whether the encoding of a stream has every character of the text."""
    if text.isascii():
        return True
    encoding = stream.says if isinstance(stream, Console) else stream.encoding
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


_IN_ASCII: Final = "fumehood-in-ascii"


def _in_encoding(text: str, encoding: str) -> str:
    return text.encode(encoding, _IN_ASCII).decode(encoding)


def _replacement(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that an encoding lacks, as the codecs ask for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(map(_in_ascii, missing)), error.end


def _in_ascii(character: str) -> str:
    without_accent = "".join(filter(str.isascii, unicodedata.normalize("NFKD", character)))
    return _ASCII.get(character) or without_accent or spelled(character)


def _is_ascii(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "ascii"


def _open_closed_descriptors() -> None:
    """Open the standard descriptors that are closed: else the next file that is opened would become one."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
