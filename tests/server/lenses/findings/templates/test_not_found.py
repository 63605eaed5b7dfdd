"""Tests of findings about templates."""

from operator import attrgetter
from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check

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


@pytest.mark.parametrize("case", CASES, ids=attrgetter("code"))
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    finding = check(case, ask)
    assert finding.file is not None
    assert finding.file.endswith("app.py")
    assert finding.line
