"""The home page: the user's apps, a first request to try, what to read next and the release notes."""

from typing import Final

from flask import Blueprint, render_template

from server.model.guest import TargetKind
from server.store.records import RecentTarget
from server.web.base.context import resources, services
from server.web.bench.urls import return_url
from server.web.handbook import bookmark
from server.web.home import release_notes, tour
from server.web.home.next_labs import labs_with_progress, next_labs
from server.web.open_app.routes import first_lab
from server.web.open_app.starting import open_guest

blueprint = Blueprint("home", __name__)

RECENT: Final = 6
_MOST_RECENT: Final = 50
"""Where an app that still runs is looked for: it is listed however long ago it was opened."""


@blueprint.get("/")
def index() -> str:
    """Show the home page; that of a user who has opened an app of their own begins with the apps."""
    labs = labs_with_progress()
    place = bookmark.last_place()
    recent = _running_first(services().store.recent.list(limit=_MOST_RECENT))
    predicted = sum(each.predicted for each in labs)
    return render_template(
        "home/index.html",
        lab=first_lab(),
        open_guest=open_guest,
        return_url=return_url,
        returning=any(item.target.kind is not TargetKind.LAB for item in recent),
        recent=recent[:RECENT],
        more=len(recent) > RECENT,
        place=place,
        next_labs=next_labs(labs, place.lab if place else None),
        predicted=predicted,
        claims=sum(each.claims for each in labs),
        tour=tour.steps(predicted=predicted > 0),
        news=release_notes.newest(resources().changelog),
        problem=None if services().store.outage_problem else services().store.problem,
        # Asked for while the page is rendered, which reads settings too.
        misfits=lambda: services().store.misfits,
    )


def _running_first(recent: tuple[RecentTarget, ...]) -> tuple[RecentTarget, ...]:
    return tuple(sorted(recent, key=lambda item: open_guest(item.target) is None))
