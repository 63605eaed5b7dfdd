"""The handbook's pages: its contents, and a page a lab."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from server.model.lab import Lab
from server.web import handbook_bench, handbook_claims, handbook_files, handbook_proof, handbook_words
from server.web.current import services
from server.web.handbook_files import SAVED
from server.web.handbook_page import neighbours, page_of
from server.web.handbook_request import claim_of, desk, lab_of
from server.web.handbook_values import Overview

blueprint = Blueprint("handbook", __name__, url_prefix="/handbook")
for routes in (handbook_proof, handbook_claims, handbook_files, handbook_bench):
    routes.register(blueprint)
handbook_words.install(blueprint)


@blueprint.get("")
def contents() -> str:
    """Every lab by chapter, with what is predicted and proved of it."""
    overview = desk().overview()
    return render_template(
        "handbook/contents.html",
        overview=overview,
        unwritten=_unwritten(overview),
        progress=desk().proving.progress,
        place=_place(overview),
        problems=services().catalogue.problems,
    )


@blueprint.get("/<slug>")
def lab(slug: str) -> str:
    """One lab: prose, source and claims."""
    found = lab_of(slug)
    workcopies = services().workcopies
    before, after = neighbours(services().catalogue, found)
    return render_template(
        "handbook/lab.html",
        lab=found,
        page=page_of(desk(), found),
        predicted=desk().predicted(found),
        files={name: workcopies.read(found, name) for name in found.files},
        changed=workcopies.changed(found),
        before=before,
        after=after,
    )


@blueprint.post("/<slug>/here")
def here(slug: str) -> ResponseReturnValue:
    """Remember that the reader is on this page; its lab's guest is started for the first claim."""
    found = lab_of(slug)
    place = desk().record.here()
    if place is None or place.lab != slug:
        desk().record.stop_at(slug, None)
    services().prover.warm(slug, folder=services().workcopies.folder(found))
    # A copy from an earlier start has no verdicts yet: the page is asked to decide its claims on it.
    return "", 204, {"HX-Trigger": SAVED} if desk().undecided_copy(found) else {}


def _place(overview: Overview) -> tuple[Lab, str | None] | None:
    """The lab where the reading goes on, and the claim answered last there, if both still exist."""
    place = desk().record.here()
    at = next((i for i, row in enumerate(overview.rows) if place and row.lab.slug == place.lab), None)
    if place is None or at is None:
        return None
    row = overview.rows[at]
    if not row.left:
        later = next((other for other in overview.rows[at + 1 :] if other.left), None)
        if later is not None:
            return later.lab, None
    return row.lab, place.claim if place.claim and claim_of(row.lab, place.claim) else None


def _unwritten(overview: Overview) -> tuple[int, ...]:
    """The numbers of the chapters that are left out before the last one there is."""
    there = {row.chapter.number for row in overview.chapters}
    return tuple(number for number in range(1, max(there, default=0)) if number not in there)
