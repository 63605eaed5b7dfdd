"""Tests of findings about writes without a commit."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="not-committed",
        app="database",
        shows=Sent(path="/forgotten"),
        says="What was written was rolled back when the request ended: nothing had committed it.",
        silent=Sent(path="/committed"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
