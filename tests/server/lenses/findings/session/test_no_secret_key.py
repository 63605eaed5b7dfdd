"""Tests of findings about sessions without a key."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="session-without-secret-key",
        app="no_key",
        shows=Sent(path="/change"),
        says="The session cannot be changed, because the app has no secret key to sign its cookie.",
        silent=Sent(path="/read"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
