"""Tests of findings about queries that are sent again and again."""

from operator import attrgetter
from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="repeated-query",
        app="database",
        shows=Sent(path="/one-by-one"),
        says="One line sent the same query 12 times, with other values each time.",
        silent=Sent(path="/nine-times"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("code"))
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    finding = check(case, ask)
    assert finding.file is not None
    assert finding.file.endswith("app.py")
    assert finding.line
