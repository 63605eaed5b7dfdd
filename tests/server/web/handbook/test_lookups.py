"""Tests of looking up the lab and the claim of an address."""

import pytest
from werkzeug.exceptions import NotFound

from server.web.base.errors import NotFoundError
from server.web.handbook.lookups import claim_of, known_claim, lab_of, reader
from tests.support.handbook_client import HandbookClient


def test_a_lab_and_its_claims_are_found_by_name(handbook: HandbookClient) -> None:
    """The reader is the one of the services."""
    with handbook.workbench.app.test_request_context("/handbook"):
        lab = lab_of("visits")
        assert lab.title == "Visits"
        assert known_claim(lab, "counts").id == "counts"
        assert claim_of(lab, "counts") is known_claim(lab, "counts")
        assert reader() is handbook.reader


def test_a_missing_lab_names_similar_ones_and_leads_to_the_contents(handbook: HandbookClient) -> None:
    """A slip in an address is one click away from the right page."""
    with handbook.workbench.app.test_request_context("/handbook"), pytest.raises(NotFoundError) as caught:
        lab_of("visit")
    assert "visits" in caught.value.problem.remedy
    assert caught.value.leads_to == "/handbook"


def test_a_missing_claim_is_not_found(handbook: HandbookClient) -> None:
    """`claim_of` leaves the answer to its caller, `known_claim` answers 404."""
    with handbook.workbench.app.test_request_context("/handbook"):
        lab = lab_of("visits")
        assert claim_of(lab, "nothing") is None
        with pytest.raises(NotFound):
            known_claim(lab, "nothing")
