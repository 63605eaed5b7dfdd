"""The panel below the source: which verdicts the reader's edit changed, updated while claims are decided."""

from typing import Final

from flask import Blueprint, render_template

from server.learning.claim_view import ClaimView
from server.learning.edit_effects import EffectRun
from server.model.lab import Lab
from server.web.base.context import services
from server.web.base.numbers import query_number
from server.web.handbook.lookups import lab_of, reader

WAIT_SECONDS: Final = 10.0


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/<slug>/turned", "start_effects", start, methods=["POST"])
    blueprint.add_url_rule("/<slug>/turned", "effects", watch, methods=["GET"])


def start(slug: str) -> str:
    """Decide every claim on the working copy, which has no verdicts yet after Fumehood was started."""
    lab = lab_of(slug)
    changed = services().working_copies.changed(lab)
    return _panel(lab, reader().edit_effects.start(lab) if changed else EffectRun())


def watch(slug: str) -> str:
    """Show the run once it is newer than version `seen`; the answer asks again until the run ends."""
    lab = lab_of(slug)
    version = query_number("seen") or 0
    return _panel(lab, reader().edit_effects.watch(lab, version, WAIT_SECONDS), version)


def started(lab: Lab) -> str:
    """Start a run, and return its panel to be added to another answer; without a copy the panel is empty.

    Without a copy, claims that are shown but were never decided on the printed lab are decided now.
    """
    if services().working_copies.changed(lab):
        return render_template(
            "handbook/source/_edit_effects.html",
            lab=lab,
            turning=reader().edit_effects.start(lab),
            cards=(),
            swapped=True,
        )
    return render_template(
        "handbook/source/_edit_effects.html",
        lab=lab,
        turning=reader().edit_effects.of(lab),
        cards=shown_claims(lab),
        swapped=True,
    )


def outdated(lab: Lab) -> str:
    """Return cards that mark all verdicts as outdated: the lab does not start with the new source."""
    reader().mark_stale(lab)
    views = (reader().view(lab, claim) for claim in lab.claims)
    return render_template(
        "handbook/source/_edit_effects.html",
        lab=lab,
        turning=reader().edit_effects.of(lab),
        cards=tuple(view for view in views if view.shown),
        swapped=True,
    )


def shown_claims(lab: Lab) -> tuple[ClaimView, ...]:
    """Return the claims that are shown, and decide those that have no verdict on the printed lab."""
    views = []
    for claim in lab.claims:
        if reader().view(lab, claim).shown:
            if reader().decisions.printed_outcome(lab, claim) is None:
                reader().decisions.start(lab, claim)
            views.append(reader().view(lab, claim))
    return tuple(views)


def _panel(lab: Lab, turning: EffectRun, version: int = 0) -> str:
    views = (reader().view(lab, row.claim) for row in turning.rows if row.version > version)
    return render_template(
        "handbook/source/_edit_effects.html",
        lab=lab,
        turning=turning,
        cards=tuple(view for view in views if view.shown),
    )
