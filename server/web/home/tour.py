"""The first steps for somebody who has just begun: three, on the home page, until they are done or left."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.model.guest import TargetKind
from server.web.base.context import services, settings
from server.web.base.htmx import reload_page

KEY: Final = "tour"
LEFT: Final = "left"
# Enough to find out whether an app that is no lab was opened.
_MOST_RECENT: Final = 50

blueprint = Blueprint("tour", __name__, url_prefix="/tour")


@dataclass(frozen=True, kw_only=True, slots=True)
class TourStep:
    """One step: what to do, why, where, and whether the history shows that it was done."""

    title: str
    text: str
    href: str
    done: bool


def steps(*, predicted: bool) -> tuple[TourStep, ...]:
    """Return the steps; none if the tour was left, or if all are done.

    `predicted` says whether the reader has predicted a claim.
    """
    if settings().get(KEY, "", lambda value: value in ("", LEFT)) == LEFT:
        return ()
    store = services().store
    opened = store.recent.list(limit=_MOST_RECENT)
    found = (
        TourStep(
            title=_("Send a request"),
            text=_("The button below starts a small app and shows what happens inside it."),
            href="#hero-title",
            done=bool(opened) or bool(store.rows(limit=1)),
        ),
        TourStep(
            title=_("Predict a claim"),
            text=_(
                "The handbook checks each statement about Flask by running it. Predict first what happens."
            ),
            href=url_for("handbook.contents"),
            done=predicted,
        ),
        TourStep(
            title=_("Open an app of your own"),
            text=_("A folder or a file is enough; Fumehood asks before it runs anything."),
            href=url_for("open_app.ask"),
            done=any(each.target.kind is not TargetKind.LAB for each in opened),
        ),
    )
    return () if all(step.done for step in found) else found


@blueprint.post("/leave")
def leave() -> ResponseReturnValue:
    """Show the steps no more."""
    settings().set(KEY, LEFT)
    return reload_page()
