"""Test the problem of a lab that the catalogue does not have."""

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.unknown_lab import no_such_lab
from server.model.problem_code import ProblemCode


def test_similar_names_and_all_names_are_given(catalogue: Catalogue) -> None:
    """For several names in one sentence."""
    problem = no_such_lab(("tyny", "other"), catalogue)
    assert problem.code is ProblemCode.NO_LAB
    assert problem.cause == "The handbook has no lab named tyny, other."
    assert problem.remedy == "Did you mean lab:tiny? The labs are: tiny."


def test_a_page_refers_to_the_contents(catalogue: Catalogue) -> None:
    """Without the prefix of the command line, and without a list of all labs."""
    problem = no_such_lab(("tyny",), catalogue, on_page=True)
    assert problem.cause == "The handbook has no lab named tyny."
    assert problem.remedy == "Did you mean tiny? The contents list all labs."


def test_a_place_in_a_lab_is_recognised(catalogue: Catalogue) -> None:
    """The lab exists, and is to be named without the place."""
    problem = no_such_lab(("tiny#greets",), catalogue)
    assert problem.code is ProblemCode.NO_LAB
    assert problem.remedy == "Write tiny, without the place."
