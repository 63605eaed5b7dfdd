"""What an edit has turned, shown below the source as it is found, with the cards of the claims it changes."""

from typing import Final

from flask import Blueprint, render_template, request

from server.learning.claim_view import ClaimView
from server.learning.edit_effects import EffectRun
from server.model.lab import Lab
from server.web.base.context import services
from server.web.handbook.lookups import lab_of, reader

WAIT_SECONDS: Final = 10.0


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/<slug>/turned", "begin_turning", begin_turning, methods=["POST"])
    blueprint.add_url_rule("/<slug>/turned", "turned", turned, methods=["GET"])


def begin_turning(slug: str) -> str:
    """Decide every claim on the reader's copy; a copy from an earlier start has no verdicts yet."""
    lab = lab_of(slug)
    changed = services().working_copies.changed(lab)
    return _panel(lab, reader().edit_effects.start(lab) if changed else EffectRun())


def turned(slug: str) -> str:
    """The run once it has changed since version `seen`; what it answers asks again, until the run ends."""
    lab = lab_of(slug)
    seen = request.args.get("seen", 0, int)
    return _panel(lab, reader().edit_effects.watch(lab, seen, WAIT_SECONDS), seen)


def begun(lab: Lab) -> str:
    """The panel of a run that begins now, to stand beside another answer; empty where there is no copy.

    Claims that are shown and were never decided on the printed lab are decided when it is restored.
    """
    if services().working_copies.changed(lab):
        return render_template(
            "handbook/_turned.html", lab=lab, turning=reader().edit_effects.start(lab), cards=(), swapped=True
        )
    return render_template(
        "handbook/_turned.html",
        lab=lab,
        turning=reader().edit_effects.of(lab),
        cards=shown(lab),
        swapped=True,
    )


def outdated(lab: Lab) -> str:
    """The verdicts on the page as those of the source before this one, with which the lab does not start."""
    reader().mark_stale(lab)
    views = (reader().view(lab, claim) for claim in lab.claims)
    return render_template(
        "handbook/_turned.html",
        lab=lab,
        turning=reader().edit_effects.of(lab),
        cards=tuple(view for view in views if view.shown),
        swapped=True,
    )


def shown(lab: Lab) -> tuple[ClaimView, ...]:
    """The claims that show their verdict on the printed lab again, those decided now that never were."""
    views = []
    for claim in lab.claims:
        if reader().view(lab, claim).shown:
            if reader().decisions.printed_outcome(lab, claim) is None:
                reader().decisions.start(lab, claim)
            views.append(reader().view(lab, claim))
    return tuple(views)


def _panel(lab: Lab, turning: EffectRun, seen: int = 0) -> str:
    views = (reader().view(lab, row.claim) for row in turning.rows if row.version > seen)
    return render_template(
        "handbook/_turned.html",
        lab=lab,
        turning=turning,
        cards=tuple(view for view in views if view.shown),
    )
