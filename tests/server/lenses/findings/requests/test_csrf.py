"""Tests of findings about CSRF tokens."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

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


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
