"""The handbook's pages: its contents, and a page a lab."""

from flask import Blueprint, render_template

from server.learning.progress import Overview
from server.web.base.context import services
from server.web.handbook import (
    bookmark,
    claims,
    edit_effects,
    export,
    predictions,
    prove,
    search,
    send_to_bench,
    source,
    template_filters,
    trust,
    versions,
)
from server.web.handbook.lookups import lab_of, reader
from server.web.handbook.page_view import neighbours, page_of

blueprint = Blueprint("handbook", __name__, url_prefix="/handbook")
ROUTES = (
    prove,
    predictions,
    search,
    trust,
    versions,
    claims,
    source,
    edit_effects,
    export,
    bookmark,
    send_to_bench,
)
for routes in ROUTES:
    routes.register(blueprint)
template_filters.register(blueprint)


@blueprint.get("")
def contents() -> str:
    """Every lab by chapter, with what is predicted and proved of it."""
    overview = reader().progress.overview()
    search.prepare()
    return render_template(
        "handbook/contents.html",
        overview=overview,
        unwritten=_unwritten(overview),
        progress=reader().proof.progress,
        place=bookmark.going_on(overview),
        problems=services().catalogue.problems,
        untrusted=services().catalogue.untrusted,
    )


@blueprint.get("/<slug>")
def lab(slug: str) -> str:
    """One lab: prose, source and claims."""
    found = lab_of(slug)
    working_copies = services().working_copies
    before, after = neighbours(services().catalogue, found)
    return render_template(
        "handbook/lab.html",
        lab=found,
        page=page_of(reader(), found),
        predicted=reader().progress.predicted(found),
        files={name: working_copies.read(found, name) for name in found.files},
        changed=working_copies.changed(found),
        turning=reader().edit_effects.of(found),
        begin_turning=reader().has_untested_copy(found),
        folder=export.offered(found),
        before=before,
        after=after,
    )


def _unwritten(overview: Overview) -> tuple[int, ...]:
    """The numbers of the chapters that are left out before the last one there is."""
    there = {row.chapter.number for row in overview.chapters}
    return tuple(number for number in range(1, max(there, default=0)) if number not in there)
