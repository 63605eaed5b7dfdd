"""Tests of findings about writes without a commit."""

from operator import attrgetter
from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="not-committed",
        app="database",
        shows=Sent(path="/forgotten"),
        says="What was written was rolled back when the request ended: nothing had committed it.",
        silent=Sent(path="/committed"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("code"))
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    finding = check(case, ask)
    assert finding.file is not None
    assert finding.file.endswith("app.py")
    assert finding.line
