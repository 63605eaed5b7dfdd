"""Text from outside as it may be shown: what would not be seen, or would steer its reader, is spelled out."""

import re
from typing import Final

_DIRECTION: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINES: Final = "\u2028\u2029"
_WITHOUT_WIDTH: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_CONTROLS: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_SURROGATES: Final = "\ud800-\udfff"
# Letters of Arabic, Indic and Mongolian scripts, and pictures: a joiner changes the shape of its neighbours.
_JOINED: Final = (
    "\u0600-\u061b\u061d-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u1780-\u17b3\u17b6-\u180d\u180f-\u18af"
    "\ufe0f\u2600-\u27bf\U0001f000-\U0001faff"
)
INVISIBLE: Final = re.compile(
    f"[{_CONTROLS}{_DIRECTION}{_LINES}{_WITHOUT_WIDTH}{_SURROGATES}]"
    f"|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
)
"""Matches what `printable` spells out: control characters but tab and newline, marks that turn the direction
of text, characters without a width, line separators, and lone surrogates, which no output could encode."""


def printable(text: str) -> str:
    r"""Return the text with each character of `INVISIBLE` spelled out, such as `\x1b` or `\u202e`.

    Tabs and newlines stay, and so do the joiners that Persian, Indian scripts and emoji are written with.
    """
    return INVISIBLE.sub(lambda match: spelled(match[0]), text)


def printable_line(text: object) -> str:
    """Return the text of something that has no lines, such as a path or a name, as one printable line."""
    return printable(str(text)).replace("\n", "\\n").replace("\t", "\\t")


def is_encodable(text: str) -> bool:
    """Return whether a text can be encoded in UTF-8.

    A name or an argument that was not UTF-8 cannot: Python keeps each of its other bytes as a lone surrogate.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def spelled(character: str) -> str:
    r"""Return the escape of one character: `\x1b`, `\u202e`, `\U000e0001`."""
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 - the range that \x can say
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the range that \u can say
