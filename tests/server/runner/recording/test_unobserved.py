"""A request that the probe did not see is described like one that it saw."""

from server.model.outgoing_request import OutgoingRequest
from server.runner.recording.unobserved import KEPT_BYTES, unobserved_request


def test_it_has_the_path_as_the_server_decodes_it_and_a_host() -> None:
    """The Host header is added where it is missing; the query is kept."""
    outgoing = OutgoingRequest(method="GET", path="/a%20b?q=1", headers=(("X-A", "1"),))
    request = unobserved_request(outgoing, "localhost:5000")
    assert (request.method, request.path, request.query) == ("GET", "/a b", "q=1")
    assert request.url == "http://localhost:5000/a%20b?q=1"
    assert request.headers == (("Host", "localhost:5000"), ("X-A", "1"))


def test_it_is_redacted() -> None:
    """Secrets in the query, the headers and the body are gone."""
    outgoing = OutgoingRequest(
        method="POST",
        path="/?token=hunter2-Zz9",
        headers=(
            ("Host", "h"),
            ("X-Api-Key", "hunter2-Zz9"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ),
        body=b"password=hunter2-Zz9",
    )
    request = unobserved_request(outgoing, "localhost:5000")
    assert "hunter2" not in repr(request)
    assert request.body.data == b"password=" + b"*" * 11


def test_a_large_body_is_kept_in_part() -> None:
    """Its whole size is known."""
    outgoing = OutgoingRequest(method="POST", path="/", body=b"x" * (KEPT_BYTES + 1))
    body = unobserved_request(outgoing, "localhost:5000").body
    assert (len(body.data), body.size, body.truncated) == (KEPT_BYTES, KEPT_BYTES + 1, True)
