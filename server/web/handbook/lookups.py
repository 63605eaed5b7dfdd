"""Look up what the handbook's routes work on: the reader, the lab and the claim of an address."""

from flask import abort, url_for
from flask_babel import gettext as _

from server.learning.reader import Reader
from server.model.claim import Claim
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.targets.problems import did_you_mean
from server.runner.targets.resolve import nearest
from server.web.base.context import services
from server.web.base.errors import NotFoundError


def reader() -> Reader:
    """Return the reader of the app that handles the request."""
    return services().reader


def lab_of(slug: str) -> Lab:
    """The lab of a page's address; where there is none, answers 404 with those that may be meant."""
    found = services().catalogue.lab(slug)
    if found is None:
        raise NotFoundError(_no_lab(slug), url_for("handbook.contents"))
    return found


def _no_lab(slug: str) -> Problem:
    near = nearest(slug, (lab.slug for lab in services().catalogue.labs))
    return Problem(
        code=ProblemCode.NO_LAB,
        cause=_("The handbook has no lab named %(slug)s.", slug=slug),
        remedy=" ".join(filter(None, (did_you_mean(near), _("Its contents name all that there are.")))),
    )


def claim_of(lab: Lab, claim: str) -> Claim | None:
    """The claim of that id, or None."""
    return next((known for known in lab.claims if known.id == claim), None)


def known_claim(lab: Lab, claim: str) -> Claim:
    """The claim of a route's address; answers 404 where there is none."""
    found = claim_of(lab, claim)
    if found is None:
        abort(404)
    return found
