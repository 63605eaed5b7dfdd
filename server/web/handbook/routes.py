"""The pages of the handbook: its contents, and one page for each lab."""

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
    """Show every lab by chapter, with how many of its claims are predicted and proved."""
    overview = reader().progress.overview()
    search.prepare_index()
    return render_template(
        "handbook/contents/index.html",
        overview=overview,
        unwritten=_unwritten(overview),
        progress=reader().proof.progress,
        place=bookmark.next_place(overview),
        problems=services().catalogue.problems,
        untrusted=services().catalogue.untrusted,
    )


@blueprint.get("/<slug>")
def lab(slug: str) -> str:
    """Show one lab: prose, source and claims."""
    shown_lab = lab_of(slug)
    working_copies = services().working_copies
    before, after = neighbours(services().catalogue, shown_lab)
    return render_template(
        "handbook/lab/index.html",
        lab=shown_lab,
        page=page_of(reader(), shown_lab),
        predicted=reader().progress.predicted(shown_lab),
        files={name: working_copies.read(shown_lab, name) for name in shown_lab.files},
        changed=working_copies.changed(shown_lab),
        problem=working_copies.problem(shown_lab),
        turning=reader().edit_effects.of(shown_lab),
        begin_turning=reader().has_untested_copy(shown_lab),
        folder=export.suggested_folder(shown_lab),
        before=before,
        after=after,
    )


def _unwritten(overview: Overview) -> tuple[int, ...]:
    """Return the numbers of the missing chapters before the last one."""
    written = {row.chapter.number for row in overview.chapters}
    return tuple(number for number in range(1, max(written, default=0)) if number not in written)
