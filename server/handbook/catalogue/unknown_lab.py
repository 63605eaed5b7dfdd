"""Problems with the names of labs."""

from collections.abc import Sequence
from dataclasses import replace

from server.handbook.catalogue.catalogue import Catalogue
from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.targets import problems
from server.runner.targets.resolve import PLACE_SIGN, nearest_names


def no_such_lab(names: Sequence[str], catalogue: Catalogue, *, on_page: bool = False) -> Problem:
    """Return the Problem that the catalogue has no lab of these names.

    The remedy names similar labs, and then all there are, or `on_page` refers to the contents instead. A name
    with a place in it, such as `session#encrypted`, is reported as such where the lab itself exists.
    """
    slugs = tuple(lab.slug for lab in catalogue.labs)
    for name in names:
        slug = name.partition(PLACE_SIGN)[0]
        if slug in slugs:
            return replace(problems.place_in_lab(slug, name), code=ProblemCode.NO_LAB)
    similar = tuple(
        dict.fromkeys(slug for name in names for slug in nearest_names(name.partition(PLACE_SIGN)[0], slugs))
    )
    problem = replace(problems.no_such_lab(", ".join(names), similar, slugs), code=ProblemCode.NO_LAB)
    if not on_page:
        return problem
    remedy = " ".join(filter(None, (problems.did_you_mean(similar), _("The contents list all labs."))))
    return replace(problem, remedy=remedy)
