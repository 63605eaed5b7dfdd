"""Tests of the recognition of static files."""

from dataclasses import replace

import pytest

from server.store import row_of
from server.web.base.static_requests import is_static
from tests.support.fake_guests import make_exchange


@pytest.mark.parametrize(
    ("method", "path", "endpoint", "static"),
    [
        ("GET", "/static/site.css", "static", True),
        ("GET", "/admin/static/x", "admin.static", True),
        ("GET", "/favicon.ICO", None, True),
        ("GET", "/fonts/a.woff2", "fonts", True),
        ("GET", "/report.pdf", "report", False),
        ("POST", "/upload.png", "upload", False),
        ("GET", "/", "home", False),
        ("GET", "/statics", "statics", False),
    ],
)
def test_static_files_have_an_endpoint_or_an_ending(
    method: str, path: str, endpoint: str | None, static: bool
) -> None:
    """Flask's endpoint decides; without it the ending of a path that was read."""
    exchange = make_exchange()
    exchange = replace(exchange, request=replace(exchange.request, method=method, path=path))
    assert is_static(replace(row_of(exchange), endpoint=endpoint)) is static
