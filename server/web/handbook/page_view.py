"""Assemble the page of a lab: prose, pictures, and each claim as its reader may see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.pages.look_directive import Look
from server.handbook.pages.page import HEADING, ClaimSlot, Diagram, PageSection, read_page
from server.handbook.pages.svg_diagram import RenderedDiagram, render_diagram
from server.learning.claim_view import ClaimView
from server.learning.reader import Reader
from server.model.lab import Lab, ReviewCard, SourceLink


@dataclass(frozen=True, kw_only=True, slots=True)
class DiagramView:
    """A diagram; `wrong` are the reasons if it cannot be drawn.

    A diagram that is `held` stays closed, because it would show what the reader has yet to predict.
    """

    drawing: RenderedDiagram | None
    wrong: tuple[str, ...] = ()
    held: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LookView:
    """A picture that the running lab draws; `number` counts those of the page from 1.

    A picture that is `held` waits, because it would show what the reader has yet to predict.
    """

    number: int
    look: Look
    held: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PartView:
    """One part of a page: exactly one of its first four fields is set.

    Prose that is `held` is folded, because it may tell what the reader has yet to predict.
    """

    prose: Markup | None = None
    claim: ClaimView | None = None
    diagram: DiagramView | None = None
    look: LookView | None = None
    held: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PageView:
    """The parts of a page in order; `rest` are claims that the prose does not place."""

    sections: tuple[PageSection, ...]
    parts: tuple[PartView, ...]
    rest: tuple[ClaimView, ...]
    questions: tuple[ReviewCard, ...]
    sources: tuple[SourceLink, ...]


def page_of(reader: Reader, lab: Lab) -> PageView:
    """Return the page of a lab for a reader."""
    claims = {claim.id: claim for claim in lab.claims}
    placed: set[str] = set()
    looks = 0
    page = read_page(lab)
    parts: list[PartView] = []
    for part in page.parts:
        if isinstance(part, Diagram):
            parts.append(PartView(diagram=_diagram(lab, part, held=_open(parts))))
        elif isinstance(part, Look):
            looks += 1
            parts.append(PartView(look=LookView(number=looks, look=part, held=_open(parts))))
        elif not isinstance(part, ClaimSlot):
            parts.extend(_prose(part.html, held=_open(parts)))
        elif part.claim_id in claims and part.claim_id not in placed:
            placed.add(part.claim_id)
            parts.append(PartView(claim=reader.view(lab, claims[part.claim_id])))
    rest = tuple(reader.view(lab, claim) for claim in lab.claims if claim.id not in placed)
    return PageView(
        sections=page.sections, parts=tuple(parts), rest=rest, questions=page.questions, sources=page.sources
    )


def look_of(lab: Lab, number: int) -> LookView | None:
    """Return the picture of that number, None if the page has fewer."""
    looks = [part for part in read_page(lab).parts if isinstance(part, Look)]
    return LookView(number=number, look=looks[number - 1]) if 1 <= number <= len(looks) else None


def neighbours(catalogue: Catalogue, lab: Lab) -> tuple[Lab | None, Lab | None]:
    """Return the labs before and after `lab` in reading order, None at an end."""
    labs = [None, *catalogue.labs, None]
    place = next(i for i, other in enumerate(labs) if other is not None and other.slug == lab.slug)
    return labs[place - 1], labs[place + 1]


def _open(before: list[PartView]) -> bool:
    """Return whether the last part, pictures aside, is a claim that is not predicted yet."""
    last = next((part for part in reversed(before) if part.diagram is None and part.look is None), None)
    return last is not None and last.claim is not None and last.claim.state == "open"


def _prose(html: Markup, *, held: bool) -> Iterator[PartView]:
    """Yield prose; if it is held, then only up to its first heading."""
    heading = HEADING.search(html) if held else None
    end = heading.start() if heading is not None else len(html)
    for text, folded in ((html[:end], held), (html[end:], False)):
        if text.strip():
            yield PartView(prose=Markup(text), held=folded)  # noqa: S704 - parts of safe HTML between its elements


def _diagram(lab: Lab, part: Diagram, *, held: bool) -> DiagramView:
    drawn = render_diagram(lab.folder, part.name)
    if isinstance(drawn, RenderedDiagram):
        return DiagramView(drawing=drawn, held=held)
    return DiagramView(drawing=None, wrong=drawn)
