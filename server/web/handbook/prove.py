"""Proving every claim of the handbook, with its progress told as it comes."""

from pathlib import Path
from typing import Final

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.handbook.prove.matrix import interpreters
from server.learning.proof_run import ProofProgress, ProofState
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import nothing
from server.web.handbook.lookups import lab_of, reader

WAIT_SECONDS: Final = 10.0
PROVED: Final = "handbook:proved"


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/proof", "prove", prove, methods=["POST"])
    blueprint.add_url_rule("/proof", "proof", proof, methods=["GET"])
    blueprint.add_url_rule("/proof/cancel", "cancel_proof", cancel, methods=["POST"])


def prove() -> ResponseReturnValue:
    """Begin to decide every claim, or join the run under way.

    Form: `python`, any number of interpreters to do so on, none being ours unless `others` is asked for;
    `lab`, the one lab to decide.
    """
    slug = request.form.get("lab", "")
    labs = (lab_of(slug),) if slug else services().catalogue.labs
    named = [Path(path.strip()) for path in request.form.getlist("python") if path.strip()]
    found = interpreters(named) if named or "others" not in request.form else _none()
    if isinstance(found, Problem):
        # Below the form that named it: the run in whose place the answer would come is still what it was.
        answer = make_response(respond(found))
        answer.headers.update({"HX-Retarget": "#interpreters-problem", "HX-Reswap": "innerHTML"})
        return answer
    claims = sum(len(lab.claims) for lab in labs)
    return _shown(reader().proof.start([lab.slug for lab in labs], claims, found), slug)


def proof() -> ResponseReturnValue:
    """The run once it has changed since version `seen`; what it answers asks again, until the run ends."""
    progress = reader().proof.watch(request.args.get("seen", 0, int), WAIT_SECONDS)
    slug = request.args.get("lab", "")
    if progress.state is ProofState.RUNNING:
        lab = lab_of(slug) if slug else None
        return render_template("handbook/_proof_state.html", progress=progress, lab=lab)
    return _shown(progress, slug), {"HX-Retarget": "#proof-run", "HX-Trigger-After-Settle": PROVED}


def cancel() -> ResponseReturnValue:
    """Ask the run under way to end; who watches it sees how it ended."""
    reader().proof.cancel()
    return nothing()


def _none() -> Problem:
    return Problem(
        code=ProblemCode.NO_PYTHON,
        cause=_("No interpreter is chosen."),
        remedy=_("Choose one of those found, or name another."),
    )


def _shown(progress: ProofProgress, slug: str) -> str:
    if slug:
        return render_template(
            "handbook/_proof_lab.html", progress=progress, lab=lab_of(slug), chosen="others" in request.form
        )
    return render_template(
        "handbook/_proof.html",
        progress=progress,
        overview=reader().progress.overview(),
        swapped=True,
        chosen="others" in request.form,
    )
