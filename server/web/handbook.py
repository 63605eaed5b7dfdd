"""The handbook's pages: its contents, and a page a lab."""

from flask import Blueprint, render_template

from server.web import (
    handbook_bench,
    handbook_claims,
    handbook_files,
    handbook_guesses,
    handbook_keep,
    handbook_own,
    handbook_place,
    handbook_proof,
    handbook_search,
    handbook_turned,
    handbook_versions,
    handbook_words,
)
from server.web.current import services
from server.web.handbook_page import neighbours, page_of
from server.web.handbook_request import desk, lab_of
from server.web.handbook_values import Overview

blueprint = Blueprint("handbook", __name__, url_prefix="/handbook")
ROUTES = (
    handbook_proof,
    handbook_guesses,
    handbook_search,
    handbook_own,
    handbook_versions,
    handbook_claims,
    handbook_files,
    handbook_turned,
    handbook_keep,
    handbook_place,
    handbook_bench,
)
for routes in ROUTES:
    routes.register(blueprint)
handbook_words.install(blueprint)


@blueprint.get("")
def contents() -> str:
    """Every lab by chapter, with what is predicted and proved of it."""
    overview = desk().overview()
    handbook_search.prepare()
    return render_template(
        "handbook/contents/index.html",
        overview=overview,
        unwritten=_unwritten(overview),
        progress=desk().proving.progress,
        place=handbook_place.going_on(overview),
        problems=services().catalogue.problems,
        untrusted=services().catalogue.untrusted,
    )


@blueprint.get("/<slug>")
def lab(slug: str) -> str:
    """One lab: prose, source and claims."""
    found = lab_of(slug)
    workcopies = services().workcopies
    before, after = neighbours(services().catalogue, found)
    return render_template(
        "handbook/lab/index.html",
        lab=found,
        page=page_of(desk(), found),
        predicted=desk().predicted(found),
        files={name: workcopies.read(found, name) for name in found.files},
        changed=workcopies.changed(found),
        turning=desk().turns.of(found),
        begin_turning=desk().undecided_copy(found),
        folder=handbook_keep.offered(found),
        before=before,
        after=after,
    )


def _unwritten(overview: Overview) -> tuple[int, ...]:
    """The numbers of the chapters that are left out before the last one there is."""
    there = {row.chapter.number for row in overview.chapters}
    return tuple(number for number in range(1, max(there, default=0)) if number not in there)
