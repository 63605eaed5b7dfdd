"""Requests are built as they are filled in."""

import io
import json

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from server.model.outgoing_request import OutgoingRequest
from server.runner.requests.builder import build_request, request_target


def seen(outgoing: OutgoingRequest) -> Request:
    """The request as Werkzeug reads it."""
    path, _, query = outgoing.path.partition("?")
    headers = dict(outgoing.headers)
    builder = EnvironBuilder(
        path,
        method=outgoing.method,
        query_string=query,
        input_stream=io.BytesIO(outgoing.body),
        content_type=headers.get("Content-Type"),
        content_length=len(outgoing.body),
        headers=[pair for pair in outgoing.headers if pair[0] != "Content-Type"],
    )
    return Request(builder.get_environ())


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/", (), "/"),
        ("", (), "/"),
        ("users", (), "/users"),
        (" /a b/ö ", (), "/a%20b/%C3%B6"),
        ("/100%/%2F", (), "/100%25/%2F"),
        ("/a?b=c d#frag", (), "/a?b=c%20d"),
        ("/a?", (), "/a?"),
        ("/a", (("q", "x y"), ("q", "&"), ("é", "")), "/a?q=x+y&q=%26&%C3%A9="),
        ("/a?z=1", (("q", "2"),), "/a?z=1&q=2"),
        ("/a", (("q", ""),), "/a?q="),
    ],
)
def test_paths_are_quoted_where_they_must_be(
    path: str, query: tuple[tuple[str, str], ...], expected: str
) -> None:
    """What can stand in a request line stays, the rest is percent-encoded, the query follows."""
    assert request_target(path, query) == expected


def test_a_form_is_urlencoded() -> None:
    """Names may repeat and be empty; the type is set."""
    outgoing = build_request(method="post", path="/", form=(("a", "1"), ("a", "å & b"), ("empty", "")))
    assert outgoing.method == "POST"
    with seen(outgoing) as request:
        assert request.form.to_dict(flat=False) == {"a": ["1", "å & b"], "empty": [""]}


def test_files_travel_as_multipart_with_the_form() -> None:
    """Every file arrives with name, type and bytes, whatever is in them."""
    data = bytes(range(256)) + b"\r\n--boundary"
    outgoing = build_request(
        method="POST",
        path="/",
        form=(("title", "Ä"),),
        files=(("photo", 'a"b.png', "image/png", data), ("raw", "x", "", b"")),
    )
    with seen(outgoing) as request:
        assert request.form["title"] == "Ä"
        photo = request.files["photo"]
        assert (photo.filename, photo.content_type, photo.read()) == ('a"b.png', "image/png", data)
        assert request.files["raw"].content_type == "application/octet-stream"


def test_json_is_encoded() -> None:
    """Any JSON value but None becomes the body."""
    outgoing = build_request(method="PUT", path="/", json={"å": [1, None]})
    assert json.loads(outgoing.body) == {"å": [1, None]}
    assert seen(outgoing).is_json
    assert build_request(method="PUT", path="/", json=0).body == b"0"


@pytest.mark.parametrize("raw", [b"\x00\xff", "å"])
def test_raw_is_sent_as_it_is(raw: bytes | str) -> None:
    """A raw body has no type unless one is written, and wins over all else."""
    outgoing = build_request(method="POST", path="/", raw=raw, form=(("a", "b"),))
    assert outgoing.body == (raw if isinstance(raw, bytes) else raw.encode())
    assert outgoing.headers == ()


def test_written_headers_stay() -> None:
    """Headers keep their order and may repeat; a written type stays, cookies are added to the written."""
    outgoing = build_request(
        method="POST",
        path="/",
        headers=(("X", "1"), ("content-type", "text/x"), ("X", " 2 "), ("cookie", "a=1"), (" ", "no name")),
        cookies=(("b", "2"), ("c", "3")),
        form=(("f", "g"),),
    )
    assert outgoing.headers == (
        ("X", "1"),
        ("content-type", "text/x"),
        ("X", "2"),
        ("cookie", "a=1; b=2; c=3"),
    )


def test_cookies_are_one_header() -> None:
    """Without a written header there is one with all cookies."""
    outgoing = build_request(method="", path="/", cookies=(("a", "1"), ("b", "2")))
    assert (outgoing.method, outgoing.headers) == ("GET", (("Cookie", "a=1; b=2"),))
