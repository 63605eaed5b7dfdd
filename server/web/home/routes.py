"""The home page: a first request to try, recent apps, the handbook's progress and the release notes."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from server.model.lab import Chapter
from server.web.base.context import resources, services
from server.web.handbook import bookmark
from server.web.home import release_notes, tour
from server.web.open_app.routes import first_lab
from server.web.open_app.starting import open_guest

blueprint = Blueprint("home", __name__)

RECENT: Final = 6


@dataclass(frozen=True, slots=True)
class ChapterProgress:
    """A chapter, the number of its claims, and how many of them were predicted."""

    chapter: Chapter
    predicted: int
    claims: int


@blueprint.get("/")
def index() -> str:
    """Show the home page."""
    progress = [_progress(chapter) for chapter in services().catalogue.chapters]
    recent = services().store.recent.list(limit=RECENT + 1)
    return render_template(
        "home/index.html",
        lab=first_lab(),
        open_guest=open_guest,
        recent=recent[:RECENT],
        more=len(recent) > RECENT,
        place=bookmark.last_place(),
        progress=progress,
        tour=tour.steps(predicted=any(each.predicted for each in progress)),
        news=release_notes.newest(resources().changelog),
        problem=None if services().store.outage_problem else services().store.problem,
        # Asked for while the page is rendered, which reads settings too.
        misfits=lambda: services().store.misfits,
    )


def _progress(chapter: Chapter) -> ChapterProgress:
    predicted = sum(len(services().store.predictions.of(lab.slug)) for lab in chapter.labs)
    return ChapterProgress(chapter, predicted, sum(len(lab.claims) for lab in chapter.labs))
