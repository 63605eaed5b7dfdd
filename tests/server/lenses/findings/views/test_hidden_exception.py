"""Tests of findings about handlers that hide an exception."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="exception-hidden",
        app="views",
        shows=Sent(path="/hidden"),
        says="`ZeroDivisionError` was raised, and the error handler `hide` answered it with 200.",
        silent=Sent(path="/told"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
