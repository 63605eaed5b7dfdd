"""Tests of findings about what has no form in JSON."""

from operator import attrgetter
from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="not-json-serializable",
        app="views",
        shows=Sent(path="/json/set"),
        says="An object of type `set` has no form in JSON.",
        silent=Sent(path="/json/list"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("code"))
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    finding = check(case, ask)
    assert finding.file is not None
    assert finding.file.endswith("app.py")
