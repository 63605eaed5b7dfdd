"""Tests of the answers to htmx."""

import pytest
from flask import Flask

from server.web.base.htmx import go_to, is_htmx_request, nothing, reload_page


@pytest.mark.parametrize(("headers", "expected"), [({"HX-Request": "true"}, True), ({}, False)])
def test_a_request_of_htmx_is_recognised(headers: dict[str, str], expected: bool) -> None:
    """By the header that htmx sends with each request."""
    with Flask(__name__).test_request_context("/", headers=headers):
        assert is_htmx_request() is expected


def test_an_answer_moves_the_page_or_leaves_it() -> None:
    """The status 204 keeps htmx from replacing a part of the page."""
    assert nothing() == ("", 204)
    assert go_to("/mail") == ("", 204, {"HX-Redirect": "/mail"})
    assert reload_page() == ("", 204, {"HX-Refresh": "true"})
