"""Find the anchor that `lab:SLUG#PLACE` means on a lab's page."""

from server.handbook.pages.page import CLAIM_PREFIX, claim_anchor, read_page
from server.i18n import gettext as _
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.targets.problems import did_you_mean
from server.runner.targets.resolve import nearest_names


def find_anchor(lab: Lab, place: str) -> str | Problem:
    """Return the anchor of a claim's id, a heading or a picture on a lab's page, or a Problem."""
    anchors = read_page(lab).places
    for anchor in (claim_anchor(place), place):
        if anchor in anchors:
            return anchor
    near = nearest_names(place, (anchor.removeprefix(CLAIM_PREFIX) for anchor in anchors))
    return Problem(
        code=ProblemCode.NO_SUCH_PLACE,
        cause=_("The page of lab:%(slug)s has no place named %(place)s.", slug=lab.slug, place=place),
        remedy=did_you_mean(tuple(f"lab:{lab.slug}#{one}" for one in near))
        or _("Open lab:%(slug)s without it, and go on from there.", slug=lab.slug),
    )
