"""Read a lab's page.md: its prose as safe HTML, cut where the claims and pictures belong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from server.file_access import read_text
from server.handbook.pages.look_directive import Look, read_request
from server.handbook.pages.markdown import clean, markdown
from server.model.lab import Lab, ReviewCard, SourceLink

if TYPE_CHECKING:
    from markdown_it.token import Token

SLOT: Final = re.compile(r"\[claim: ([a-z0-9-]+)\]")
DIAGRAM: Final = re.compile(r"\[diagram: ([a-z0-9-]+)\]")
HEADING: Final = re.compile(r'<h[2-4] id="([^"]+)"')
CLAIM_PREFIX: Final = "claim-"
DIRECTIVE: Final = re.compile(r"^\[(?:claim|diagram|look): .*\]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prose:
    """A part of the page's text, as HTML that is safe to show."""

    html: Markup


@dataclass(frozen=True, slots=True)
class ClaimSlot:
    """The place of a claim in the text: `[claim: ID]`."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The place of the picture `NAME.svg` in the text: `[diagram: NAME]`."""

    name: str


Part = Prose | ClaimSlot | Diagram | Look


@dataclass(frozen=True, slots=True)
class PageSection:
    """A heading of the page, and its anchor."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page from top to bottom; the questions and answers are safe HTML too."""

    title: str
    sections: tuple[PageSection, ...]
    parts: tuple[Part, ...]
    questions: tuple[ReviewCard, ...]
    sources: tuple[SourceLink, ...]

    @property
    def places(self) -> dict[str, str]:
        """The heading above each anchor of the page, empty before the first heading."""
        titles = {section.id: section.title for section in self.sections}
        headings: dict[str, str] = {}
        heading, looks = "", 0
        for part in self.parts:
            if isinstance(part, Prose):
                for anchor in HEADING.findall(part.html):
                    heading = headings[anchor] = titles[anchor]
            elif isinstance(part, ClaimSlot):
                headings[claim_anchor(part.claim_id)] = heading
            elif isinstance(part, Look):
                looks += 1
                headings[f"look-{looks}"] = heading
        return headings


def claim_anchor(claim_id: str) -> str:
    """Return the id of a claim's card on its page."""
    return f"{CLAIM_PREFIX}{claim_id}"


def read_page(lab: Lab) -> Page:
    """Return the page of a lab. A paragraph that consists of directives becomes the parts that they name."""
    tokens = markdown().parse(read_text(lab.folder / "page.md"))
    sections = tuple(_name_headings(tokens))
    return Page(
        title=lab.title,
        sections=sections,
        parts=tuple(_parts(tokens)),
        questions=tuple(
            ReviewCard(question=_line(card.question), answer=_line(card.answer), claim=card.claim)
            for card in lab.questions
        ),
        sources=lab.sources,
    )


def paragraphs(lab: Lab) -> Iterator[tuple[PageSection | None, str]]:
    """Yield the plain text of a page's paragraphs, each with the heading above it; None before the first."""
    tokens = markdown().parse(read_text(lab.folder / "page.md"))
    sections = {section.id: section for section in _name_headings(tokens)}
    heading: PageSection | None = None
    for opening, text in pairwise(tokens):
        if opening.type == "heading_open":
            heading = sections[str(opening.attrGet("id"))]
        elif text.type == "inline" and not DIRECTIVE.search(text.content):
            yield heading, " ".join("".join(_words(child) for child in text.children or ()).split())


def _words(token: "Token") -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _parts(tokens: "Sequence[Token]") -> Iterator[Part]:
    start = index = 0
    while index < len(tokens):
        slots = _slots(tokens, index)
        if slots:
            yield from _prose(tokens[start:index])
            yield from slots
            start = index + 3  # the tokens of a paragraph: opening, text, closing
            index = start
        else:
            index += 1
    yield from _prose(tokens[start:])


def _slots(tokens: "Sequence[Token]", index: int) -> tuple[Part, ...]:
    opening = tokens[index]
    if opening.type != "paragraph_open" or opening.level:
        return ()
    slots: list[Part] = []
    for line in tokens[index + 1].content.splitlines():
        slot = _slot(line)
        if slot is None:
            return ()
        before = slots[-1] if slots else None
        if isinstance(slot, Look) and isinstance(before, Look):
            slots[-1] = Look((*before.requests, *slot.requests))
        else:
            slots.append(slot)
    return tuple(slots)


def _slot(line: str) -> ClaimSlot | Diagram | Look | None:
    claim, diagram, request = SLOT.fullmatch(line), DIAGRAM.fullmatch(line), read_request(line)
    if claim:
        return ClaimSlot(claim[1])
    if diagram:
        return Diagram(diagram[1])
    return Look((request,)) if request else None


def _prose(tokens: "Sequence[Token]") -> Iterator[Prose]:
    if tokens:
        yield Prose(clean(markdown().renderer.render(tokens, markdown().options, {})))


def _name_headings(tokens: "Sequence[Token]") -> Iterator[PageSection]:
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
            yield PageSection(anchor, words)


def _line(text: str) -> Markup:
    return clean(markdown().renderInline(text))
