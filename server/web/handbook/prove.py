"""Prove the claims of the handbook or of one lab, and show the progress."""

from pathlib import Path
from typing import Final

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.file_access import typed_path
from server.handbook.prove.matrix import interpreters
from server.learning.proof_session import ProofProgress, ProofState
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.base.context import services
from server.web.base.errors import respond
from server.web.base.htmx import nothing
from server.web.base.numbers import query_number
from server.web.handbook.lookups import lab_of, reader

WAIT_SECONDS: Final = 10.0
PROVED: Final = "handbook:proved"


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/proof", "prove", prove, methods=["POST"])
    blueprint.add_url_rule("/proof", "proof", watch, methods=["GET"])
    blueprint.add_url_rule("/proof/cancel", "cancel_proof", cancel, methods=["POST"])


def prove() -> ResponseReturnValue:
    """Start to decide every claim, or show the run that is already going.

    Form: `python`, any number of interpreters, by default our own, but at least one if `others` is set;
    `lab`, to decide the claims of one lab only.
    """
    slug = request.form.get("lab", "")
    labs = (lab_of(slug),) if slug else services().catalogue.labs
    named = [Path(typed_path(path)) for path in request.form.getlist("python") if path.strip()]
    pythons = interpreters(named) if named or "others" not in request.form else _none()
    if isinstance(pythons, Problem):
        # Shown below the form: the answer would replace the run, which has not changed.
        answer = make_response(respond(pythons))
        answer.headers.update({"HX-Retarget": "#interpreters-problem", "HX-Reswap": "innerHTML"})
        return answer
    claims = sum(len(lab.claims) for lab in labs)
    return _shown(reader().proof.start([lab.slug for lab in labs], claims, pythons), slug)


def watch() -> ResponseReturnValue:
    """Show the run once it is newer than version `seen`; the answer asks again until the run ends."""
    progress = reader().proof.watch(query_number("seen") or 0, WAIT_SECONDS)
    slug = request.args.get("lab", "")
    if progress.state is ProofState.RUNNING:
        lab = lab_of(slug) if slug else None
        return render_template("handbook/prove/_run_status.html", progress=progress, lab=lab)
    return _shown(progress, slug), {"HX-Retarget": "#proof-run", "HX-Trigger-After-Settle": PROVED}


def cancel() -> ResponseReturnValue:
    """Cancel the run; `watch` shows its end."""
    reader().proof.cancel()
    return nothing()


def _none() -> Problem:
    return Problem(
        code=ProblemCode.NO_PYTHON,
        cause=_("No interpreter was chosen."),
        remedy=_("Choose one of those found, or name another."),
    )


def _shown(progress: ProofProgress, slug: str) -> str:
    if slug:
        return render_template(
            "handbook/prove/_lab_proof_run.html",
            progress=progress,
            lab=lab_of(slug),
            chosen="others" in request.form,
        )
    return render_template(
        "handbook/prove/_proof_run.html",
        progress=progress,
        overview=reader().progress.overview(),
        swapped=True,
        chosen="others" in request.form,
    )
