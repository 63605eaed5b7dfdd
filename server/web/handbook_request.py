"""What the handbook's routes share: whose desk, which lab, which claim."""

from typing import Final, cast

from flask import abort, current_app

from server.model.claim import Claim
from server.model.lab import Lab
from server.web.current import services
from server.web.handbook_desk import Desk

DESK: Final = "fumehood.handbook"


def desk() -> Desk:
    """The reader's desk of the app that answers now."""
    found = current_app.extensions.get(DESK)
    if found is None:
        found = current_app.extensions.setdefault(DESK, Desk(services()))
    return cast(Desk, found)


def lab_of(slug: str) -> Lab:
    """The lab of a page's address; answers 404 where there is none."""
    found = services().catalogue.lab(slug)
    if found is None:
        abort(404)
    return found


def claim_of(lab: Lab, claim: str) -> Claim | None:
    """The claim of that id, or None."""
    return next((known for known in lab.claims if known.id == claim), None)


def known_claim(lab: Lab, claim: str) -> Claim:
    """The claim of a route's address; answers 404 where there is none."""
    found = claim_of(lab, claim)
    if found is None:
        abort(404)
    return found
