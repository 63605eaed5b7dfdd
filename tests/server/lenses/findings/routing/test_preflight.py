"""Tests of findings about preflights."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="preflight-redirected",
        app="routing",
        shows=Sent(
            path="/api",
            method="OPTIONS",
            more={"headers": (("Origin", "http://other.example"), ("Access-Control-Request-Method", "POST"))},
        ),
        says="The browser refuses the request: its preflight was answered with a redirect to "
        "`http://localhost/api/`.",
        silent=Sent(
            path="/api/",
            method="OPTIONS",
            more={"headers": (("Origin", "http://other.example"), ("Access-Control-Request-Method", "POST"))},
        ),
    ),
    Case(
        code="preflight-refused",
        app="routing",
        shows=Sent(
            path="/nowhere-at-all",
            method="OPTIONS",
            more={"headers": (("Origin", "http://other.example"), ("Access-Control-Request-Method", "POST"))},
        ),
        says="The browser refuses the request: its preflight was answered with 404.",
        silent=Sent(
            path="/about",
            method="OPTIONS",
            more={"headers": (("Origin", "http://other.example"), ("Access-Control-Request-Method", "POST"))},
        ),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
