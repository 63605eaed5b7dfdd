"""Tests of findings about paths that no rule matches."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="not-found-slash",
        app="routing",
        shows=Sent(path="/about/"),
        says="No rule matches `/about/`: the rule `/about` has no slash at its end.",
        silent=Sent(path="/about"),
    ),
    Case(
        code="not-found-case",
        app="routing",
        shows=Sent(path="/About"),
        says="No rule matches `/About`: the rule is `/about`, and paths distinguish capital letters.",
        silent=Sent(path="/news"),
    ),
    Case(
        code="not-found-near",
        app="routing",
        shows=Sent(path="/nwes/"),
        says="No rule matches `/nwes/`. The most similar rule is `/news/`.",
        silent=Sent(path="/favicon.ico"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
