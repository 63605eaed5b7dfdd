"""Tests of findings about CSRF tokens."""

from operator import attrgetter
from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="csrf-refused",
        app="requests",
        shows=Sent(path="/guarded", method="POST", more={"form": (("name", "Ada"),)}),
        says="The CSRF token was not accepted: `The CSRF token is missing`.",
        silent=Sent(path="/guarded/not"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("code"))
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    finding = check(case, ask)
    assert finding.events
