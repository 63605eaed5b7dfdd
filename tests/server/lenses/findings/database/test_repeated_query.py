"""Tests of findings about queries that are sent again and again."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="repeated-query",
        app="database",
        shows=Sent(path="/one-by-one"),
        says="One line sent the same query 12 times, with other values each time.",
        silent=Sent(path="/nine-times"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
