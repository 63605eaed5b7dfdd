"""The values of cookies as people read and type them, and as they are in a header.

A header is bytes, which we keep as Latin-1 text like WSGI does; browsers and Werkzeug put UTF-8 into them.
"""

import re
from typing import Final

_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPE: Final = re.compile(r"\\(?:([0-3][0-7]{2})|(.))")


def to_wire(text: str) -> str:
    """Return a typed text as it is put into a Cookie header: its UTF-8 bytes as Latin-1."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def from_wire(value: str) -> str:
    """Return the text of a value in a header; one that is not UTF-8 stays as it is."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def shown(value: str) -> str:
    """Return what a value in a header means to people: without the quotes and octal escapes of Werkzeug."""
    if _QUOTED.fullmatch(value) is None:
        return from_wire(value)
    return from_wire(_ESCAPE.sub(lambda part: chr(int(part[1], 8)) if part[1] else part[2], value[1:-1]))
