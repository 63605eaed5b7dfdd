"""A request from the words of a command line."""

import pytest

from desktop.cli.record.arguments import build
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem


def built(where: str, **more: object) -> OutgoingRequest:
    """The request, which must be one."""
    words: dict[str, object] = {"headers": (), "data": None, "fields": (), **more}
    found = build(None, where, **words)  # type: ignore[arg-type]  # spelled by each test
    assert isinstance(found, OutgoingRequest), found
    return found


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("/", "/"),
        ("/a b?q=å#frag", "/a%20b?q=%C3%A5"),
        ("/a%20b", "/a%20b"),
        ("http://localhost:5000/x?y=1", "/x?y=1"),
        ("http://127.0.0.1", "/"),
    ],
)
def test_the_path_is_what_goes_over_the_wire(where: str, path: str) -> None:
    """Escaped once, without fragment, and of an address of this machine the path alone."""
    assert built(where).path == path


def test_headers_keep_their_order_and_may_repeat() -> None:
    """As given, without the blanks around a value."""
    assert built("/", headers=("B: 1", "A:2", "B:  3 ")).headers == (("B", "1"), ("A", "2"), ("B", "3"))


def test_a_header_cannot_smuggle_another() -> None:
    """A line break in a header is refused."""
    found = build("GET", "/", headers=("A: 1\r\nB: 2",), data=None, fields=())
    assert isinstance(found, Problem)


def test_a_type_of_ones_own_stays() -> None:
    """With a Content-Type given none is added."""
    sent = built("/", headers=("content-type: text/plain",), data="{}")
    assert [value for name, value in sent.headers if name.lower() == "content-type"] == ["text/plain"]
    assert sent.body == b"{}"


@pytest.mark.hardness("odd-names")
def test_bytes_that_are_not_utf8_are_sent_as_they_are() -> None:
    """In a path and a body; a form field with them is refused, because a form is text."""
    request = built("/\udcff?a=\udcc3\udca5", data="\udcff")
    assert (request.path, request.body) == ("/%FF?a=%C3%A5", b"\xff")
    for field in ("a=\udcff", "\udcff=a"):
        assert isinstance(build(None, "/", headers=(), data=None, fields=(field,)), Problem)
