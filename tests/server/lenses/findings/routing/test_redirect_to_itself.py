"""Tests of findings about redirects in a circle."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="redirect-to-itself",
        app="routing",
        shows=Sent(path="/round"),
        says="The response redirects to the URL that was requested, `/round#top`.",
        silent=Sent(path="/second-try"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
