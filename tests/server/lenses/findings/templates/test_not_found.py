"""Tests of findings about templates."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="template-not-found",
        app="views",
        shows=Sent(path="/template/missing"),
        says="No loader of the app has a template `nowhere.html`.",
        silent=Sent(path="/template/passed"),
    ),
    Case(
        code="template-name-undefined",
        app="views",
        shows=Sent(path="/template/undefined"),
        says="The template uses `visitor`, which is undefined there.",
        silent=Sent(path="/template/passed"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
