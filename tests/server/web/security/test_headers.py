"""Tests of the security headers."""

import pytest

from server.web.security.headers import protect


def test_a_response_without_headers_gets_a_policy_with_the_nonce() -> None:
    """Everything is forbidden by default, and nothing is stored."""
    headers = dict(protect([], nonce="abc"))
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "'nonce-abc'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_may_choose_its_policy_and_its_caching() -> None:
    """The preview of a response may be framed; static files may be cached."""
    chosen = [("content-security-policy", "sandbox"), ("cache-control", "no-cache")]
    headers = protect(chosen, nonce="abc")
    assert headers[:2] == chosen
    names = [name.lower() for name, _ in headers]
    assert names.count("content-security-policy") == names.count("cache-control") == 1
    assert "x-frame-options" not in names


@pytest.mark.parametrize(
    "name", ["Access-Control-Allow-Origin", "access-control-allow-credentials", "Referrer-Policy"]
)
def test_a_page_cannot_open_itself_to_other_sites(name: str) -> None:
    """CORS headers are removed, and headers that are always set are ours."""
    headers = protect([(name, "unsafe")], nonce="abc")
    assert "unsafe" not in [value for _, value in headers]
