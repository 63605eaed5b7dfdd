"""Tests of reading the parts of a multipart form."""

import pytest

from server.runner.requests.builder import build_request
from server.web.requests.multipart import MOST_PARTS, FormParts, read


def test_fields_and_the_names_of_files_are_read() -> None:
    """Repeats included, one name after the other."""
    sent = build_request(
        method="POST",
        path="/",
        form=(("a", "1"), ("b", "å"), ("a", "2")),
        files=(("doc", "x.txt", "text/plain", b"\x00"), ("doc", "y.txt", "text/plain", b"")),
    )
    kind = dict(sent.headers)["Content-Type"]
    assert read(kind, sent.body) == FormParts(
        fields=(("a", "1"), ("a", "2"), ("b", "å")), files=("doc", "doc")
    )


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\ncut"),
        ("multipart/form-data; boundary=x", b"anything"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * (MOST_PARTS + 1) + b"--x--\r\n",
        ),
    ],
)
def test_what_is_malformed_or_too_much_is_not_read(content_type: str, body: bytes) -> None:
    """The user fills in such a form again."""
    assert read(content_type, body) is None
