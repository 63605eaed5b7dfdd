"""Other interpreters than our own: which there are, and what a claim came out as on them."""

from pathlib import Path

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from server.runner.targets.interpreters import Interpreter, discover_interpreters, inspect_interpreter
from server.web.base.context import services
from server.web.base.htmx import nothing
from server.web.handbook.lookups import known_claim, lab_of, reader


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    at = "/<slug>/claims/<claim>"
    blueprint.add_url_rule("/versions", "versions", versions, methods=["GET"])
    blueprint.add_url_rule(f"{at}/versions", "claim_versions", claim_versions, methods=["GET"])
    blueprint.add_url_rule(f"{at}/seen", "seen", seen, methods=["POST"])


def versions() -> str:
    """The interpreters of this machine, to be tried with the whole handbook or with `lab`."""
    slug = request.args.get("lab", "")
    return render_template(
        "handbook/_versions.html",
        lab=lab_of(slug) if slug else None,
        interpreters=_known(),
        progress=reader().proof.progress,
    )


def _known() -> list[Interpreter]:
    """The interpreters with Flask that are found, and those that claims were tried on before."""
    found = {each.path: each for each in discover_interpreters()}
    before = (Path(path) for path in services().store.results.interpreter_paths())
    for path in before:
        known = inspect_interpreter(path) if path not in found and path.is_file() else None
        if isinstance(known, Interpreter):
            found[path] = known
    return [each for each in found.values() if each.flask]


def claim_versions(slug: str, claim: str) -> str:
    """What a claim came out as on each version that was tried, as soon as its reader may know."""
    lab = lab_of(slug)
    return render_template("handbook/_claim_versions.html", view=reader().view(lab, known_claim(lab, claim)))


def seen(slug: str, claim: str) -> ResponseReturnValue:
    """The reader has looked at what changed: it is marked no more."""
    lab = lab_of(slug)
    view = reader().view(lab, known_claim(lab, claim))
    if view.shown:
        services().store.results.acknowledge(lab.slug, view.claim.id)
    return nothing()
