"""Tests of findings about headers of a proxy."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="proxy-headers-ignored",
        app="routing",
        shows=Sent(path="/away", more={"headers": (("X-Forwarded-Proto", "https"),)}),
        says="The proxy said that the visitor uses HTTPS (`X-Forwarded-Proto`), and the app redirects to `http://localhost/about`.",
        silent=Sent(path="/away"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
