"""Tests of findings about what views and hooks returned."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="after-request-returned-nothing",
        app="views",
        shows=Sent(path="/hook-nothing"),
        says="The function `add_header` of `after_request` returned None instead of a response.",
        silent=Sent(path="/fine"),
    ),
    Case(
        code="view-returned-nothing",
        app="views",
        shows=Sent(path="/nothing"),
        says="The view `nothing` returned None.",
        silent=Sent(path="/fine"),
    ),
    Case(
        code="view-returned-no-response",
        app="views",
        shows=Sent(path="/a-set"),
        says="The view `a_set` returned an object of type `set`, of which Flask makes no response.",
        silent=Sent(path="/fine"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
