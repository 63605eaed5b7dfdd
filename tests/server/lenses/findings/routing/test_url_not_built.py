"""Tests of findings about `url_for`."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="unknown-endpoint",
        app="routing",
        shows=Sent(path="/unknown-endpoint"),
        says="There is no endpoint `abuot`.",
        silent=Sent(path="/item/3"),
    ),
    Case(
        code="url-values-missing",
        app="routing",
        shows=Sent(path="/no-values"),
        says="`url_for` got no value for `number`, which the rule of `item` needs.",
        silent=Sent(path="/item/3"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
