"""Tests of findings about missing contexts."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="outside-app-context",
        app="views",
        shows=Sent(path="/no-app-context"),
        says="The code needs an app context, and there is none where it runs.",
        silent=Sent(path="/fine"),
    ),
    Case(
        code="outside-request-context",
        app="views",
        shows=Sent(path="/no-request-context"),
        says="The code needs the request, and there is none where it runs.",
        silent=Sent(path="/fine"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
