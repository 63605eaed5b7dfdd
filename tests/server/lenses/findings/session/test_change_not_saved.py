"""Tests of findings about changes inside the session."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="session-change-not-saved",
        app="views",
        shows=Sent(path="/cart/in-place", after=Sent(path="/cart")),
        says="The session was not saved: the value of `cart` was changed in place, which Flask does not see.",
        silent=Sent(path="/cart/told", after=Sent(path="/cart")),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
