"""Sentences built from facts: the wording is translated, the facts are a guest's and stay as they are."""

import re
from dataclasses import dataclass
from typing import Final

from server.model.event import REDACTED

_PLACE: Final = re.compile(r"%\((\w+)\)([sd])|%%")
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of a sentence; `fact` marks what a guest said, shown as code."""

    text: str
    fact: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """Wording and facts in the order in which they are read."""

    parts: tuple[Part, ...]

    @property
    def hidden(self) -> bool:
        """Whether something was taken out of one of its facts."""
        return any(part.fact and REDACTED in part.text for part in self.parts)

    def __str__(self) -> str:
        """The sentence as plain text, facts between backticks."""
        return "".join(f"`{part.text}`" if part.fact else part.text for part in self.parts)


def printable(text: str) -> str:
    r"""The text with what would not be seen, or would steer a terminal or a reader, shown as `\x1b`.

    Control characters but tab and newlines, marks that turn the direction of text, invisible joiners, and
    lone surrogates (which no page could be encoded with) are spelled out.
    """
    return _HIDDEN.sub(lambda match: _spelled(match[0]), text)


def _spelled(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - the range that \x can say


def say(wording: str, **facts: object) -> Sentence:
    """Fill a translated wording: `%(name)s` becomes a fact, `%(name)d` goes into the running text.

    A wording that names a fact nobody gave is a KeyError: our own mistake, or a translation's.
    """
    parts: list[Part] = []
    start = 0
    for place in _PLACE.finditer(wording):
        parts.append(Part(text=wording[start : place.start()]))
        name, form = place[1], place[2]
        if name is None:
            parts.append(Part(text="%"))
        else:
            parts.append(Part(text=printable(str(facts[name])), fact=form == "s"))
        start = place.end()
    parts.append(Part(text=wording[start:]))
    return Sentence(parts=_joined(parts))


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for part in parts:
        if not part.text and not part.fact:
            continue
        if joined and not part.fact and not joined[-1].fact:
            joined[-1] = Part(text=joined[-1].text + part.text)
        else:
            joined.append(part)
    return tuple(joined)


def fact(text: object) -> Sentence:
    """A sentence that is one fact."""
    return Sentence(parts=(Part(text=printable(str(text)), fact=True),))


def plain(text: object) -> Sentence:
    """A sentence that is running text only."""
    return Sentence(parts=(Part(text=printable(str(text))),))


def listed(facts: tuple[str, ...] | list[str]) -> Sentence:
    """Facts side by side with commas between, none giving an empty sentence."""
    parts: list[Part] = []
    for text in facts:
        if parts:
            parts.append(Part(text=", "))
        parts.append(Part(text=printable(text), fact=True))
    return Sentence(parts=tuple(parts))
