"""Tests of findings about keys that did not come."""

from typing import Final

import pytest

from tests.support.findings import Ask, Case, Sent, check_in_app, each_case

pytestmark = pytest.mark.slow

CASES: Final = (
    Case(
        code="form-key-missing",
        app="requests",
        shows=Sent(path="/form", method="POST", more={"form": (("nmae", "Ada"), ("age", "36"))}),
        says='`request.form["name"]` was asked for, and the request has no `name`. What came: `nmae, age`.',
        silent=Sent(path="/form", method="POST", more={"form": (("name", "Ada"),)}),
    ),
    Case(
        code="query-key-missing",
        app="requests",
        shows=Sent(path="/query"),
        says='`request.args["name"]` was asked for, and the request has no `name`.',
        silent=Sent(path="/query?name=Ada"),
    ),
    Case(
        code="file-missing",
        app="requests",
        shows=Sent(path="/upload", method="POST", more={"form": (("picture", "a.png"),)}),
        says='`request.files["picture"]` was asked for, and the request has no `picture`.',
        silent=Sent(
            path="/upload", method="POST", more={"files": (("picture", "a.png", "image/png", b"png"),)}
        ),
    ),
)


@each_case(CASES)
def test_it_is_named_where_it_is_and_only_there(case: Case, ask: Ask) -> None:
    """The mistake is named with its facts; the same without the mistake gives no finding."""
    check_in_app(case, ask)
