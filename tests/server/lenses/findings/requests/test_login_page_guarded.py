"""Tests of findings about login pages that require a login."""

from operator import attrgetter
from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="login-page-guarded",
        app="requests",
        shows=Sent(path="/login"),
        says="The login page `/login` requires a login, so it redirects to itself.",
        silent=Sent(path="/members"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("code"))
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    finding = check(case, ask)
    assert finding.events
