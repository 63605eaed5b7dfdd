"""Sentences that keep translated wording and the guest's facts apart."""

import re
from dataclasses import dataclass
from typing import Final

from server.lenses.kit.source_place import SourcePlace
from server.model.event import REDACTED
from server.model.printable import printable

_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)([sd])|%%")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A piece of a sentence; `fact` marks text from a guest, shown as code.

    `place` is the place in source code that the text names, if it does.
    """

    text: str
    fact: bool = False
    place: SourcePlace | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """Wording and facts in reading order."""

    parts: tuple[Part, ...]

    @property
    def hidden(self) -> bool:
        """Return whether a secret was removed from one of its facts."""
        return any(part.fact and REDACTED in part.text for part in self.parts)

    def __str__(self) -> str:
        """Return the sentence as plain text, with facts between backticks."""
        return "".join(f"`{part.text}`" if part.fact else part.text for part in self.parts)


def compose(wording: str, **facts: object) -> Sentence:
    """Fill a translated wording: `%(name)s` becomes a fact, `%(name)d` becomes part of the running text.

    Raise KeyError for a placeholder without a fact, which is a mistake in the code or in a translation.
    """
    parts: list[Part] = []
    start = 0
    for place in _PLACEHOLDER.finditer(wording):
        parts.append(Part(text=wording[start : place.start()]))
        name, form = place[1], place[2]
        if name is None:
            parts.append(Part(text="%"))
        else:
            parts.append(_fact(facts[name]) if form == "s" else Part(text=printable(str(facts[name]))))
        start = place.end()
    parts.append(Part(text=wording[start:]))
    return Sentence(parts=_merged(parts))


def _merged(parts: list[Part]) -> tuple[Part, ...]:
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
    """Return a sentence that is one fact."""
    return Sentence(parts=(_fact(text),))


def _fact(text: object) -> Part:
    place = text if isinstance(text, SourcePlace) else None
    return Part(text=printable(str(text)), fact=True, place=place)


def plain(text: object) -> Sentence:
    """Return a sentence of running text only."""
    return Sentence(parts=(Part(text=printable(str(text))),))


def comma_separated(facts: tuple[str, ...] | list[str]) -> Sentence:
    """Return facts separated by commas; an empty sentence if there are none."""
    parts: list[Part] = []
    for text in facts:
        if parts:
            parts.append(Part(text=", "))
        parts.append(Part(text=printable(text), fact=True))
    return Sentence(parts=tuple(parts))
