"""The first page: send a request and see its inside, what was open, what there is to learn, what is new."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from server.model.lab import Chapter
from server.web.base.context import resources, services
from server.web.handbook import bookmark
from server.web.home import release_notes
from server.web.open_app.routes import first_lab

blueprint = Blueprint("home", __name__)

RECENT: Final = 6


@dataclass(frozen=True, slots=True)
class ChapterProgress:
    """A chapter with how many of its claims were predicted."""

    chapter: Chapter
    predicted: int
    claims: int


@blueprint.get("/")
def index() -> str:
    """Home."""
    recent = services().store.recent.list(limit=RECENT + 1)
    return render_template(
        "home/index.html",
        lab=first_lab(),
        running={guest.target.spec: guest for guest in services().guests.all()},
        recent=recent[:RECENT],
        more=len(recent) > RECENT,
        place=bookmark.last(),
        progress=[_progress(chapter) for chapter in services().catalogue.chapters],
        news=release_notes.newest(resources().changelog),
        problem=services().store.problem,
    )


def _progress(chapter: Chapter) -> ChapterProgress:
    predicted = sum(len(services().store.predictions.of(lab.slug)) for lab in chapter.labs)
    return ChapterProgress(chapter, predicted, sum(len(lab.claims) for lab in chapter.labs))
