"""Tests of findings about what has no form in JSON."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="not-json-serializable",
        app="views",
        shows=Sent(path="/json/set"),
        says="An object of type `set` has no form in JSON.",
        silent=Sent(path="/json/list"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
