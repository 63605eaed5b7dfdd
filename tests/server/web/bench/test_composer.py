"""From the composer's form to a request."""

from io import BytesIO

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import FileStorage, MultiDict

from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.web.bench.composer import outgoing


def made(*fields: tuple[str, str], files: tuple[FileStorage, ...] = ()) -> OutgoingRequest | Problem:
    """The request of a form."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        return outgoing(MultiDict(fields), MultiDict([("files-value", file) for file in files]))


def request(*fields: tuple[str, str], files: tuple[FileStorage, ...] = ()) -> OutgoingRequest:
    """The request of a form that is right."""
    found = made(*fields, files=files)
    assert isinstance(found, OutgoingRequest)
    return found


def test_a_bare_form_is_a_get_of_the_root() -> None:
    """Nothing filled in is GET / without a body."""
    found = request()
    assert (found.method, found.path, found.body) == ("GET", "/", b"")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/a?b=1", "/a?b=1"),
        ("a", "/a"),
        ("http://localhost:5000/a?b=1#c", "/a?b=1"),
        ("http://127.0.0.1:5000", "/"),
        ("http://[::1]:5000/b", "/b"),
        ("//double", "//double"),
        ("/é", "/%C3%A9"),
    ],
)
def test_typed_text_becomes_a_path(typed: str, path: str) -> None:
    """A pasted address is cut to its path: every request goes to the guest."""
    assert request(("url", typed)).path == path


@pytest.mark.parametrize("typed", ["https://other.example", "http://other.example/a", "http://[broken/a"])
def test_an_address_of_another_host_is_refused(typed: str) -> None:
    """An address of another host is refused: the request would go to the guest."""
    found = made(("url", typed))
    assert isinstance(found, Problem)
    assert found.code == "elsewhere"
    assert typed in found.cause


def test_a_method_is_one_word() -> None:
    """With a space, the app would read another path."""
    found = made(("method", "FOO BAR"))
    assert isinstance(found, Problem)
    assert "FOO BAR" in found.cause
    assert request(("method", "purge")).method == "PURGE"


def test_rows_without_a_name_are_empty() -> None:
    """The blank row that waits for input sends nothing."""
    found = request(
        ("headers-name", "X-A"), ("headers-value", "1"), ("headers-name", " "), ("headers-value", "2")
    )
    assert ("X-A", "1") in found.headers
    assert "2" not in dict(found.headers).values()


def test_each_part_goes_where_it_belongs() -> None:
    """Query, header and cookie rows, repeats included."""
    found = request(
        ("url", "/p?a=1"),
        ("query-name", "b"),
        ("query-value", "2 3"),
        ("headers-name", "X-A"),
        ("headers-value", "1"),
        ("headers-name", "X-A"),
        ("headers-value", "2"),
        ("cookies-name", "c"),
        ("cookies-value", "4"),
    )
    assert found.path in ("/p?a=1&b=2+3", "/p?a=1&b=2%203")
    assert [value for name, value in found.headers if name == "X-A"] == ["1", "2"]
    assert ("Cookie", "c=4") in found.headers


def test_json_is_sent_as_typed() -> None:
    """JSON keeps its spaces and gets its type, unless another is given."""
    found = request(("method", "POST"), ("json", '{"a":  1}'))
    assert found.body == b'{"a":  1}'
    assert ("Content-Type", "application/json") in found.headers
    own = request(
        ("json", "{}"), ("headers-name", "content-type"), ("headers-value", "application/vnd.api+json")
    )
    assert [value for name, value in own.headers if name.lower() == "content-type"] == [
        "application/vnd.api+json"
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ((("json", "{}"),), "application/json"),
        ((("form-name", "a"), ("form-value", "1")), "application/x-www-form-urlencoded"),
        ((("raw", "a"),), "text/csv"),
    ],
)
def test_the_tab_of_the_body_decides_its_type(body: tuple[tuple[str, str], ...], kind: str) -> None:
    """A Content-Type that was recorded for another body is not sent; raw text has the one that was typed."""
    found = request(*body, ("headers-name", "Content-Type"), ("headers-value", "text/csv"))
    assert [value for name, value in found.headers if name == "Content-Type"] == [kind]


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ((("auth", "bearer"), ("auth-token", " t0 ")), "Bearer t0"),
        ((("auth", "basic"), ("auth-user", "ada"), ("auth-password", "ö:x")), "Basic YWRhOsO2Ong="),
        ((("auth", "bearer"), ("auth-user", "ada")), "typed"),
        ((), "typed"),
    ],
)
def test_a_login_becomes_the_authorization(fields: tuple[tuple[str, str], ...], value: str) -> None:
    """In the place of one among the headers; an empty login leaves that one."""
    found = request(("headers-name", "authorization"), ("headers-value", "typed"), *fields)
    assert [text for name, text in found.headers if name.lower() == "authorization"] == [value]


def test_invalid_json_is_not_sent_as_json() -> None:
    """A mistake in JSON is reported with its place, and with the way to send it unchanged."""
    found = made(("json", "{a: 1}"))
    assert isinstance(found, Problem)
    assert "Raw" in found.remedy
    assert "line 1" in found.detail


def test_a_form_with_files_is_multipart() -> None:
    """A chosen file travels with the form's fields, under its own name and type; an empty row does not."""
    file = FileStorage(BytesIO(b"\x00bytes"), filename="a.bin", content_type="application/x-thing")
    empty = FileStorage(BytesIO(b""), filename="")
    found = request(
        ("method", "POST"),
        ("form-name", "title"),
        ("form-value", "T"),
        ("files-name", "doc"),
        ("files-name", ""),
        files=(file, empty),
    )
    content_type = dict(found.headers)["Content-Type"]
    assert content_type.startswith("multipart/form-data; boundary=")
    assert b'name="title"' in found.body
    assert b'name="doc"; filename="a.bin"' in found.body
    assert b"application/x-thing" in found.body
    assert b"\x00bytes" in found.body
    assert found.body.count(b"filename=") == 1


@pytest.mark.parametrize(
    "fields",
    [
        (("json", "{}"), ("raw", "x")),
        (("json", "{}"), ("form-name", "a"), ("form-value", "1")),
        (("raw", "x"), ("form-name", "a"), ("form-value", "1")),
    ],
)
def test_a_request_has_one_body(fields: tuple[tuple[str, str], ...]) -> None:
    """Two bodies are reported; neither is dropped silently."""
    found = made(*fields)
    assert isinstance(found, Problem)
    assert found.code == "two-bodies"


def test_more_than_one_body_names_the_tabs() -> None:
    """The tabs that hold a body are named, so that the other can be found."""
    found = made(("form-name", "a"), ("form-value", "1"), ("raw", "x"))
    assert isinstance(found, Problem)
    assert "Form, Raw" in found.cause
