"""Tests of findings about login pages that require a login."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

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


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
