"""Tests of findings about missing contexts."""

from operator import attrgetter
from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="outside-app-context",
        app="views",
        shows=Sent(path="/no-app-context"),
        says="The code needs an app context, and there is none where it runs.",
        silent=Sent(path="/fine"),
    ),
    Case(
        code="outside-request-context",
        app="views",
        shows=Sent(path="/no-request-context"),
        says="The code needs the request, and there is none where it runs.",
        silent=Sent(path="/fine"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=attrgetter("code"))
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    finding = check(case, ask)
    assert finding.file is not None
    assert finding.file.endswith("app.py")
    assert finding.line
