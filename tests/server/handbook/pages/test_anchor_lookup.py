"""Test finding the anchor that a place names on a lab's page."""

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.pages.anchor_lookup import find_anchor
from server.model.problem import Problem


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue of our labs."""
    return Catalogue()


@pytest.mark.parametrize(
    ("place", "anchor"),
    [
        ("encrypted", "claim-encrypted"),
        ("claim-encrypted", "claim-encrypted"),
        ("borrowing-a-book", "borrowing-a-book"),
        ("look-1", "look-1"),
    ],
)
def test_claims_headings_and_pictures_are_places(catalogue: Catalogue, place: str, anchor: str) -> None:
    """A claim is also found by its bare id."""
    lab = catalogue.lab("session")
    assert lab is not None
    assert find_anchor(lab, place) == anchor


def test_an_unknown_place_is_a_problem(catalogue: Catalogue) -> None:
    """It suggests similar places."""
    lab = catalogue.lab("session")
    assert lab is not None
    found = find_anchor(lab, "borrowing-book")
    assert isinstance(found, Problem)
    assert found.remedy == "Did you mean lab:session#borrowing-a-book?"
