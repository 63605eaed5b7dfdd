"""Proving every claim of the handbook, with its progress told as it comes."""

from typing import Final

from flask import Blueprint, render_template, request

from server.web.handbook_proving import Progress
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
    return _shown(desk().proving.start(slugs, overview.claims))


def proof() -> str:
    """The run once it has changed since version `seen`; what it answers asks again, until the run ends."""
    return _shown(desk().proving.watch(request.args.get("seen", 0, int), WAIT_SECONDS))


def cancel() -> str:
    """Ask the run under way to end, and show how it ended."""
    desk().proving.cancel()
    return _shown(desk().proving.progress)


def _shown(progress: Progress) -> str:
    return render_template(
        "handbook/_proof.html", progress=progress, overview=desk().overview(), swapped=True
    )
