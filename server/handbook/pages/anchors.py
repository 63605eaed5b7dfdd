"""The places of a lab's page that an address may lead to."""

from flask_babel import gettext as _

from server.handbook.pages.page import read_page
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.targets.problems import did_you_mean
from server.runner.targets.resolve import nearest

CLAIM = "claim-"


def anchor_of(lab: Lab, place: str) -> str | Problem:
    """The anchor of a claim's id, a heading or a picture on a lab's page; a Problem where there is none."""
    known = read_page(lab).places
    for anchor in (f"{CLAIM}{place}", place):
        if anchor in known:
            return anchor
    near = nearest(place, (anchor.removeprefix(CLAIM) for anchor in known))
    return Problem(
        code=ProblemCode.NO_SUCH_PLACE,
        cause=_("The page of lab:%(slug)s has no place named %(place)s.", slug=lab.slug, place=place),
        remedy=did_you_mean(tuple(f"lab:{lab.slug}#{one}" for one in near))
        or _("Open lab:%(slug)s without it, and go on from there.", slug=lab.slug),
    )
