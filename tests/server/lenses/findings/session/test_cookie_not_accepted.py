"""Tests of findings about session cookies that were not accepted."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="session-cookie-not-accepted",
        app="views",
        shows=Sent(
            path="/cart/shown",
            more={"headers": (("Cookie", "session=eyJ1IjoxfQ.aaaaaa.bbbb"),)},
        ),
        says="A session cookie came and was not accepted: no key of this app has signed it, or it has "
        "expired. So the session is empty.",
        silent=Sent(path="/cart/shown", after=Sent(path="/cart")),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
