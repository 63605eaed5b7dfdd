"""Tests of how a redirect is followed."""

import pytest

from server.model.exchange import Response
from server.model.outgoing_request import OutgoingRequest
from server.runner.requests.redirects import follow

ADDRESS = "localhost:5000"
POST = OutgoingRequest(
    method="POST", path="/a/b?c=1", headers=(("Content-Type", "text/plain"), ("X-N", "1")), body=b"body"
)


def followed(status: int, location: str | None, outgoing: OutgoingRequest = POST) -> OutgoingRequest | None:
    """Return the request after a response."""
    headers = () if location is None else (("location", location),)
    return follow(outgoing, Response(status=status, reason="", headers=headers), ADDRESS)


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_post_becomes_a_get(status: int) -> None:
    """The body goes, and the headers that describe it."""
    assert followed(status, "/next") == OutgoingRequest(method="GET", path="/next", headers=(("X-N", "1"),))


@pytest.mark.parametrize("status", [307, 308])
def test_some_redirects_keep_the_request(status: int) -> None:
    """Method, headers and body are sent again."""
    again = followed(status, "/next")
    assert again is not None
    assert (again.method, again.path, again.headers, again.body) == ("POST", "/next", POST.headers, b"body")


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [(301, "PUT", "PUT"), (302, "DELETE", "DELETE"), (303, "PUT", "GET"), (303, "HEAD", "HEAD")],
)
def test_other_methods_are_changed_only_by_303(status: int, method: str, then: str) -> None:
    """HEAD stays HEAD."""
    again = followed(status, "/next", OutgoingRequest(method=method, path="/"))
    assert again is not None
    assert again.method == then


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("next", "/a/next"),
        ("?d=2", "/a/b?d=2"),
        ("../x#part", "/x"),
        ("http://localhost:5000", "/"),
        ("//localhost:5000/y", "/y"),
        ("/å", "/%C3%A5"),
        ("http://example.com/", None),
        ("http://localhost:1/", None),
        ("https://localhost:5000/", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_the_location_is_resolved(location: str | None, path: str | None) -> None:
    """A redirect to another server is not followed."""
    again = followed(302, location)
    assert (again.path if again is not None else None) == path


def test_the_host_header_names_the_app_too() -> None:
    """An app that redirects to the name by which it was asked is followed there."""
    outgoing = OutgoingRequest(method="GET", path="/", headers=(("Host", "shop.test"),))
    assert followed(302, "http://shop.test/x", outgoing) is not None
    assert followed(200, "/x") is None
