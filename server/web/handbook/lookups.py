"""Look up what the handbook's routes work on: the reader, the lab and the claim of an address."""

from flask import abort, url_for

from server.handbook.catalogue.unknown_lab import no_such_lab
from server.learning.reader import Reader
from server.model.claim import Claim
from server.model.lab import Lab
from server.web.base.context import services
from server.web.base.errors import NotFoundError


def reader() -> Reader:
    """Return the reader of the app that handles the request."""
    return services().reader


def lab_of(slug: str) -> Lab:
    """Return the lab of an address; answer 404 with similar names if there is none."""
    lab = services().catalogue.lab(slug)
    if lab is None:
        problem = no_such_lab((slug,), services().catalogue, on_page=True)
        raise NotFoundError(problem, url_for("handbook.contents"))
    return lab


def claim_of(lab: Lab, claim: str) -> Claim | None:
    """Return the claim of that id, or None."""
    return next((candidate for candidate in lab.claims if candidate.id == claim), None)


def known_claim(lab: Lab, claim: str) -> Claim:
    """Return the claim of an address; answer 404 if there is none."""
    known = claim_of(lab, claim)
    if known is None:
        abort(404)
    return known
