"""Every picture that a lab of ours draws while it runs leads somewhere."""

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.lint.run import check_looks
from server.model.lab import Lab
from server.runner.guests.guests import Guests

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unwatched")]

CATALOGUE = Catalogue()


@pytest.mark.parametrize("lab", CATALOGUE.labs, ids=lambda lab: lab.slug)
def test_its_requests_are_answered_as_the_page_says(guests: Guests, lab: Lab) -> None:
    """None answers 404, 405 or a server error unless its line says that this is meant."""
    assert [finding.message for finding in check_looks(lab, guests)] == []
