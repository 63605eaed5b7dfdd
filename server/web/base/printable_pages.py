"""Make what is invisible in the text of a page visible, and leave what a script or a form reads as it is."""

import re
from collections.abc import Iterable
from typing import Final

from flask.templating import Environment

from server.model.printable import INVISIBLE, spelled

# A tag with its attributes, whose values contain no quotes of their own; a text field with what it holds.
_MARKUP: Final = re.compile(
    r"""(?P<field><textarea\b.*?</textarea\s*>)|(?P<tag><[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL
)
# Attributes that are shown or read out; the values of all others are data.
_SHOWN: Final = re.compile(r"""\s(?:title|alt|placeholder|label|aria-[a-z]+)=(?:"[^"]*"|'[^']*')""")


class PrintableEnvironment(Environment):
    """The environment of our templates: every page and every part of one passes `concat`."""

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """Return the parts of a rendered template as one text in which nothing is invisible."""
        return printable_page("".join(parts))


def printable_page(page: str) -> str:
    r"""Return HTML in which each character of `INVISIBLE` is spelled out where it would be shown.

    Attributes that are data, such as `value` and `data-path`, and text fields stay as they are, so that a
    form sends back what it was given; only half a character, which cannot be sent, is replaced in them.
    """
    if INVISIBLE.search(page) is None:
        return page
    parts: list[str] = []
    start = 0
    for found in _MARKUP.finditer(page):
        parts.append(_spelled_out(page[start : found.start()]))
        parts.append(_whole(found["field"] or _SHOWN.sub(lambda match: _spelled_out(match[0]), found["tag"])))
        start = found.end()
    parts.append(_spelled_out(page[start:]))
    return "".join(parts)


def _spelled_out(text: str) -> str:
    # A carriage return before a line break is no trick, and a browser takes one alone for a line break.
    return INVISIBLE.sub(lambda match: match[0] if match[0] == "\r" else spelled(match[0]), text)


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text
