"""A lab's page put together: its prose and pictures, with each claim as its reader may see it."""

from dataclasses import dataclass

from markupsafe import Markup

from server.handbook.catalogue import Catalogue
from server.handbook.drawing import Drawing, draw
from server.handbook.looking import Look
from server.handbook.page import ClaimSlot, Diagram, Part, read_page
from server.model.lab import Lab, Question, Source
from server.web.handbook_desk import Desk
from server.web.handbook_values import ClaimView


@dataclass(frozen=True, kw_only=True, slots=True)
class DiagramView:
    """A drawn picture; `wrong` says why it cannot be shown, where it cannot."""

    drawing: Drawing | None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class LookView:
    """A picture that the running lab draws; `number` counts the page's own from 1."""

    number: int
    look: Look


@dataclass(frozen=True, kw_only=True, slots=True)
class PartView:
    """One part of a page: just one of its fields is set."""

    prose: Markup | None = None
    claim: ClaimView | None = None
    diagram: DiagramView | None = None
    look: LookView | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PageView:
    """The parts in order; `rest` are claims that the prose does not place."""

    parts: tuple[PartView, ...]
    rest: tuple[ClaimView, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]


def page_of(desk: Desk, lab: Lab) -> PageView:
    """The page of a lab for this reader."""
    claims = {claim.id: claim for claim in lab.claims}
    placed: set[str] = set()
    looks: list[Look] = []
    page = read_page(lab)

    def view(part: Part) -> PartView | None:
        if isinstance(part, Diagram):
            return PartView(diagram=_diagram(lab, part))
        if isinstance(part, Look):
            looks.append(part)
            return PartView(look=LookView(number=len(looks), look=part))
        if not isinstance(part, ClaimSlot):
            return PartView(prose=part.html)
        if part.claim_id not in claims or part.claim_id in placed:
            return None
        placed.add(part.claim_id)
        return PartView(claim=desk.view(lab, claims[part.claim_id]))

    parts = tuple(shown for part in page.parts if (shown := view(part)) is not None)
    rest = tuple(desk.view(lab, claim) for claim in lab.claims if claim.id not in placed)
    return PageView(parts=parts, rest=rest, questions=page.questions, sources=page.sources)


def look_of(lab: Lab, number: int) -> LookView | None:
    """The picture of that number, or None where the page has fewer."""
    looks = [part for part in read_page(lab).parts if isinstance(part, Look)]
    return LookView(number=number, look=looks[number - 1]) if 1 <= number <= len(looks) else None


def neighbours(catalogue: Catalogue, lab: Lab) -> tuple[Lab | None, Lab | None]:
    """The labs before and after in the order of reading."""
    labs = [None, *catalogue.labs, None]
    place = next(i for i, other in enumerate(labs) if other is not None and other.slug == lab.slug)
    return labs[place - 1], labs[place + 1]


def _diagram(lab: Lab, part: Diagram) -> DiagramView:
    drawn = draw(lab.folder, part.name)
    return (
        DiagramView(drawing=drawn) if isinstance(drawn, Drawing) else DiagramView(drawing=None, wrong=drawn)
    )
