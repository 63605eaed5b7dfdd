"""Send the requests of every picture that is drawn from a running lab of ours."""

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.lint.run import check_looks
from server.model.lab import Lab
from server.runner.guests.guests import Guests

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("without_coverage")]

CATALOGUE = Catalogue()


@pytest.mark.parametrize("lab", CATALOGUE.labs, ids=lambda lab: lab.slug)
def test_its_requests_are_answered_as_the_page_says(guests: Guests, lab: Lab) -> None:
    """None is answered with 404, 405 or a server error, unless its line names the status."""
    assert [finding.message for finding in check_looks(lab, guests)] == []
