"""The reader's record: what was guessed, how it came out, and beginning anew."""

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
    """A claim of which the first guess was wrong; `reason` is what the code showed, if it still shows it."""

    lab: Lab
    claim: Claim
    reason: str | None


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/guesses", "guesses", guesses, methods=["GET"])
    blueprint.add_url_rule("/guesses/forget", "forget_guesses", forget, methods=["POST"])


def guesses() -> str:
    """How many guesses were right, by chapter, and what fooled the reader."""
    overview = reader().progress.overview()
    wrong = surprises(overview)
    return render_template(
        "handbook/guesses.html",
        overview=overview,
        fooled=[one for one in wrong if one.claim.mistake],
        other=[one for one in wrong if not one.claim.mistake],
    )


def forget() -> ResponseReturnValue:
    """Forget every guess; the verdicts stay, hidden until they are predicted."""
    reader().forget_predictions()
    return go_to(url_for("handbook.guesses"))


def surprises(overview: Overview) -> list[WrongPrediction]:
    """The claims that surprised the reader; one that is to be predicted again tells no verdict."""
    found = []
    for row in overview.rows:
        verdicts = services().store.verdicts.of(row.lab.slug) if row.wrong else {}
        for claim in row.wrong:
            kept = verdicts.get(claim.id)
            shown = reader().view(row.lab, claim).shown
            found.append(
                WrongPrediction(lab=row.lab, claim=claim, reason=kept.reason if kept and shown else None)
            )
    return found
