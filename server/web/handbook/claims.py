"""The routes of one claim: predict, decide, inspect; most return the card of the claim."""

from typing import Final

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.highlight import highlight_code
from server.learning.jobs import Job
from server.model.claim import Claim, Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.version_range import first_that_fits
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.handbook.experiment_view import counter_view, experiment_source
from server.web.handbook.lookups import known_claim, lab_of, reader

WAIT_SECONDS: Final = 10.0
GUESSES: Final = (Outcome.HOLDS, Outcome.FAILS)


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    at = "/<slug>/claims/<claim>"
    blueprint.add_url_rule(at, "claim", card, methods=["GET"])
    for action in (predict, skip, decide, reset, counter):
        blueprint.add_url_rule(f"{at}/{action.__name__}", action.__name__, action, methods=["POST"])
    for part in (exchange, experiment):
        blueprint.add_url_rule(f"{at}/{part.__name__}", part.__name__, part, methods=["GET"])


def card(slug: str, claim: str) -> str:
    """Show the card of the claim as soon as its experiment is done, at most after `WAIT_SECONDS`."""
    lab = lab_of(slug)
    known = known_claim(lab, claim)
    job = reader().jobs.running((lab.slug, known.id, "decide"))
    return _card(lab, known, job)


def predict(slug: str, claim: str) -> str:
    """Store the reader's prediction, then decide the claim."""
    lab = lab_of(slug)
    known = known_claim(lab, claim)
    guess = next((guess for guess in GUESSES if guess.value == request.form.get("guess")), None)
    if guess is None:
        abort(400)
    return _card(lab, known, reader().predict(lab, known, guess))


def skip(slug: str, claim: str) -> str:
    """Decide the claim without a prediction."""
    lab = lab_of(slug)
    known = known_claim(lab, claim)
    return _card(lab, known, reader().skip(lab, known))


def decide(slug: str, claim: str) -> str:
    """Decide the claim again."""
    lab = lab_of(slug)
    known = known_claim(lab, claim)
    return _card(lab, known, reader().decisions.start(lab, known))


def reset(slug: str, claim: str) -> str:
    """Hide the verdict, so that the claim can be predicted again."""
    lab = lab_of(slug)
    known = known_claim(lab, claim)
    reader().predictions.hide(slug, claim)
    return _card(lab, known, None)


def exchange(slug: str, claim: str) -> str:
    """Show the exchange that decided the claim, in the lenses of the bench."""
    lab = lab_of(slug)
    verdict = reader().view(lab, known_claim(lab, claim)).verdict
    if verdict is None:
        abort(404)
    decided_by = services().store.exchange(verdict.exchange_id) if verdict.exchange_id is not None else None
    return render_template(
        "handbook/claim/_exchange.html", exchange=decided_by, lab=lab, claim=known_claim(lab, claim)
    )


def experiment(slug: str, claim: str) -> str:
    """Show the code of the experiment and its counterexample; 404 before the claim was predicted."""
    lab = lab_of(slug)
    view = reader().view(lab, known_claim(lab, claim))
    known = services().catalogue.experiment(slug, claim)
    if view.verdict is None or known is None:
        abort(404)
    counterexample = first_that_fits(known.counters, view.verdict.versions)
    return render_template(
        "handbook/claim/_experiment.html",
        lab=lab,
        view=view,
        source=highlight_code(experiment_source(known), "python"),
        counter=counter_view(lab, counterexample) if counterexample else None,
    )


def counter(slug: str, claim: str) -> ResponseReturnValue:
    """Run the experiment with its counterexample, and show the verdict."""
    lab = lab_of(slug)
    known = known_claim(lab, claim)
    verdict = reader().view(lab, known).verdict
    if verdict is None:
        abort(404)
    job = reader().jobs.start((slug, claim, "counter"), lambda: services().prover.counter(slug, claim))
    if not reader().jobs.wait(job, WAIT_SECONDS):
        return respond(_slow())
    if not isinstance(job.result, Verdict):
        return respond(job.result or _slow())
    return render_template(
        "handbook/claim/_counterexample_result.html", lab=lab, verdict=job.result, before=verdict
    )


def _card(lab: Lab, claim: Claim, job: Job[Verdict] | None) -> str:
    if job is not None:
        reader().jobs.wait(job, WAIT_SECONDS)
    return render_template(
        "handbook/claim/_claim.html",
        lab=lab,
        view=reader().view(lab, claim),
        predicted=reader().progress.predicted(lab),
        swapped=True,
    )


def _slow() -> Problem:
    return Problem(
        code=ProblemCode.SLOW,
        cause=_("The experiment did not finish within %(seconds)d seconds.", seconds=WAIT_SECONDS),
        remedy=_("It is still running: ask again in a moment."),
    )
