"""The page of the reader's predictions: which were right, which were wrong, and how to start over."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from server.learning.progress import Overview
from server.model.claim import Claim
from server.model.lab import Lab
from server.web.base.context import services
from server.web.base.htmx import go_to
from server.web.handbook.lookups import reader


@dataclass(frozen=True, kw_only=True, slots=True)
class WrongPrediction:
    """A claim whose first prediction was wrong; `reason` is that of its verdict, None while it is hidden."""

    lab: Lab
    claim: Claim
    reason: str | None


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/guesses", "guesses", show, methods=["GET"])
    blueprint.add_url_rule("/guesses/forget", "forget_guesses", forget, methods=["POST"])


def show() -> str:
    """Show how many predictions were right, by chapter, and which were wrong."""
    overview = reader().progress.overview()
    wrong = wrong_predictions(overview)
    return render_template(
        "handbook/predictions/index.html",
        overview=overview,
        fooled=[prediction for prediction in wrong if prediction.claim.mistake],
        other=[prediction for prediction in wrong if not prediction.claim.mistake],
    )


def forget() -> ResponseReturnValue:
    """Delete every prediction; the verdicts stay, hidden until their claims are predicted again."""
    reader().forget_predictions()
    return go_to(url_for("handbook.guesses"))


def wrong_predictions(overview: Overview) -> list[WrongPrediction]:
    """Return the claims whose first prediction was wrong."""
    predictions = []
    for row in overview.rows:
        verdicts = services().store.verdicts.of(row.lab.slug) if row.wrong else {}
        for claim in row.wrong:
            verdict = verdicts.get(claim.id)
            shown = reader().view(row.lab, claim).shown
            predictions.append(
                WrongPrediction(
                    lab=row.lab, claim=claim, reason=verdict.reason if verdict and shown else None
                )
            )
    return predictions
