"""Tests of findings about JSON."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="json-without-its-type",
        app="requests",
        shows=Sent(path="/json", method="POST", more={"form": (("a", "1"),)}),
        says="The view reads JSON, and the request says that its body is "
        "`application/x-www-form-urlencoded`.",
        silent=Sent(path="/json", method="POST", more={"json": {"a": 1}}),
    ),
    Case(
        code="json-not-valid",
        app="requests",
        shows=Sent(
            path="/json",
            method="POST",
            more={"raw": "{'a'}", "headers": (("Content-Type", "application/json"),)},
        ),
        says="The body is not valid JSON: `Expecting property name enclosed in "
        "double quotes: line 1 column 2 (char 1)`.",
        silent=Sent(path="/json", method="POST", more={"json": [1]}),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
