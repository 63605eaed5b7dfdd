"""Tests of findings about methods that a rule does not take."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="method-not-allowed",
        app="routing",
        shows=Sent(path="/sign"),
        says="The rule `/sign` does not take `GET`; it takes `POST`.",
        silent=Sent(path="/sign", method="POST"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
