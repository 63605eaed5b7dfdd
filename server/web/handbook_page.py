"""A lab's page put together: its prose, with each claim as its reader may see it."""

from dataclasses import dataclass

from markupsafe import Markup

from server.handbook.catalogue import Catalogue
from server.handbook.page import ClaimSlot, read_page
from server.model.lab import Lab, Question, Source
from server.web.handbook_desk import Desk
from server.web.handbook_values import ClaimView


@dataclass(frozen=True, kw_only=True, slots=True)
class PageView:
    """The parts in order, prose as safe HTML and claims; `rest` are claims that the prose does not place."""

    parts: tuple[Markup | ClaimView, ...]
    rest: tuple[ClaimView, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]


def page_of(desk: Desk, lab: Lab) -> PageView:
    """The page of a lab for this reader."""
    claims = {claim.id: claim for claim in lab.claims}
    placed: set[str] = set()
    parts: list[Markup | ClaimView] = []
    page = read_page(lab)
    for part in page.parts:
        if not isinstance(part, ClaimSlot):
            parts.append(part.html)
        elif part.claim_id in claims and part.claim_id not in placed:
            placed.add(part.claim_id)
            parts.append(desk.view(lab, claims[part.claim_id]))
    rest = tuple(desk.view(lab, claim) for claim in lab.claims if claim.id not in placed)
    return PageView(parts=tuple(parts), rest=rest, questions=page.questions, sources=page.sources)


def neighbours(catalogue: Catalogue, lab: Lab) -> tuple[Lab | None, Lab | None]:
    """The labs before and after in the order of reading."""
    labs = [None, *catalogue.labs, None]
    place = next(i for i, other in enumerate(labs) if other is not None and other.slug == lab.slug)
    return labs[place - 1], labs[place + 1]
