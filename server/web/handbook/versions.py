"""Show the interpreters of this machine, and the outcomes of a claim on them."""

import os
from pathlib import Path

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from server.runner.targets.interpreters import Interpreter, discover_interpreters, inspect_interpreter
from server.web.base.context import services
from server.web.base.htmx import nothing
from server.web.handbook.lookups import known_claim, lab_of, reader


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    at = "/<slug>/claims/<claim>"
    blueprint.add_url_rule("/versions", "versions", versions, methods=["GET"])
    blueprint.add_url_rule(f"{at}/versions", "claim_versions", claim_versions, methods=["GET"])
    blueprint.add_url_rule(f"{at}/seen", "seen", acknowledge, methods=["POST"])


def versions() -> str:
    """Show the interpreters on which the handbook, or the lab `lab`, can be proved."""
    slug = request.args.get("lab", "")
    return render_template(
        "handbook/prove/_interpreter_form.html",
        lab=lab_of(slug) if slug else None,
        interpreters=_known(),
        progress=reader().proof.progress,
    )


def _known() -> list[Interpreter]:
    """Return the interpreters with Flask: those that are found, and those that were used before."""
    interpreters = {interpreter.path: interpreter for interpreter in discover_interpreters()}
    before = (Path(path) for path in services().store.results.interpreter_paths())
    for path in before:
        interpreter = inspect_interpreter(path) if path not in interpreters and os.path.isfile(path) else None
        if isinstance(interpreter, Interpreter):
            interpreters[path] = interpreter
    return [interpreter for interpreter in interpreters.values() if interpreter.flask]


def claim_versions(slug: str, claim: str) -> str:
    """Show the outcome of a claim on each version; nothing before the claim was predicted."""
    lab = lab_of(slug)
    return render_template(
        "handbook/claim/_version_results.html", view=reader().view(lab, known_claim(lab, claim))
    )


def acknowledge(slug: str, claim: str) -> ResponseReturnValue:
    """Remove the mark of a changed outcome, which the reader has now seen."""
    lab = lab_of(slug)
    view = reader().view(lab, known_claim(lab, claim))
    if view.shown:
        services().store.results.acknowledge(lab.slug, view.claim.id)
    return nothing()
