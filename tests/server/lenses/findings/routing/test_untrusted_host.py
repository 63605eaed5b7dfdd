"""Tests of findings about hosts that the app does not trust."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="untrusted-host",
        app="routing",
        shows=Sent(path="/about", more={"headers": (("Host", "shop.example:80"),)}),
        says="The host `shop.example` is not in `TRUSTED_HOSTS`, so the request was refused.",
        silent=Sent(path="/about"),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check(case, ask)
