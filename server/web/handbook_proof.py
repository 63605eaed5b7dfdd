"""Proving every claim of the handbook, with its progress told as it comes."""

from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from server.web.handbook_proving import Progress, ProofState
from server.web.handbook_request import desk

WAIT_SECONDS: Final = 10.0


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/proof", "prove", prove, methods=["POST"])
    blueprint.add_url_rule("/proof", "proof", proof, methods=["GET"])
    blueprint.add_url_rule("/proof/cancel", "cancel_proof", cancel, methods=["POST"])


def prove() -> str:
    """Begin to decide every claim, or join the run under way."""
    overview = desk().overview()
    slugs = [row.lab.slug for row in overview.rows]
    return _shown(desk().proving.start(slugs, overview.tally.claims))


def proof() -> ResponseReturnValue:
    """The run once it has changed since version `seen`; what it answers asks again, until the run ends."""
    progress = desk().proving.watch(request.args.get("seen", 0, int), WAIT_SECONDS)
    if progress.state is ProofState.RUNNING:
        return render_template("handbook/_proof_state.html", progress=progress)
    return _shown(progress), {"HX-Retarget": "#proof-run"}


def cancel() -> ResponseReturnValue:
    """Ask the run under way to end; who watches it sees how it ended."""
    desk().proving.cancel()
    return "", 204


def _shown(progress: Progress) -> str:
    return render_template(
        "handbook/_proof.html", progress=progress, overview=desk().overview(), swapped=True
    )
