"""A lab's page: page.md as safe HTML, cut where its claims belong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markdown_it.token import Token
from markupsafe import Markup

from server.handbook.prose import clean, markdown
from server.handbook.workcopy import read_text
from server.model.lab import Lab, Question, Source

SLOT: Final = re.compile(r"\[claim: ([a-z0-9-]+)\]")


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of the page, as HTML that is safe to show."""

    html: Markup


@dataclass(frozen=True, slots=True)
class ClaimSlot:
    """Where a claim belongs in the text."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the page and the anchor that leads to it."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page as it is read from top to bottom; questions and answers are safe HTML too."""

    title: str
    sections: tuple[Section, ...]
    parts: tuple[Prose | ClaimSlot, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]


def read_page(lab: Lab) -> Page:
    """The page of a lab; a paragraph that is `[claim: id]` becomes the slot of that claim."""
    tokens = markdown().parse(read_text(lab.folder / "page.md"))
    sections = tuple(_name_headings(tokens))
    return Page(
        title=lab.title,
        sections=sections,
        parts=tuple(_parts(tokens)),
        questions=tuple(
            Question(question=_line(card.question), answer=_line(card.answer), claim=card.claim)
            for card in lab.questions
        ),
        sources=lab.sources,
    )


def _parts(tokens: Sequence[Token]) -> Iterator[Prose | ClaimSlot]:
    start = index = 0
    while index < len(tokens):
        slots = _slots(tokens, index)
        if slots:
            yield from _prose(tokens[start:index])
            yield from slots
            start = index + 3  # a paragraph is an opening, its text and a closing
            index = start
        else:
            index += 1
    yield from _prose(tokens[start:])


def _slots(tokens: Sequence[Token], index: int) -> tuple[ClaimSlot, ...]:
    opening = tokens[index]
    if opening.type != "paragraph_open" or opening.level:
        return ()
    found = [SLOT.fullmatch(line) for line in tokens[index + 1].content.splitlines()]
    slots = tuple(ClaimSlot(match[1]) for match in found if match)
    return slots if len(slots) == len(found) else ()


def _prose(tokens: Sequence[Token]) -> Iterator[Prose]:
    if tokens:
        yield Prose(clean(markdown().renderer.render(tokens, markdown().options, {})))


def _name_headings(tokens: Sequence[Token]) -> Iterator[Section]:
    taken: set[str] = set()
    for opening, text in pairwise(tokens):
        if opening.type == "heading_open":
            words = "".join(child.content for child in text.children or ())
            anchor = base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "section"
            number = 2
            while anchor in taken:
                anchor, number = f"{base}-{number}", number + 1
            taken.add(anchor)
            opening.attrSet("id", anchor)
            yield Section(anchor, words)


def _line(text: str) -> Markup:
    return clean(markdown().renderInline(text))
