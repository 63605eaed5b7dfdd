"""Tests of how the body of a response is laid out."""

import pytest

from server.model.exchange import Body
from server.web.bench.body_layout import laid_out


def body(text: str, kind: str = "application/json") -> Body:
    """Return a complete body."""
    return Body(data=text.encode(), size=len(text.encode()), content_type=kind)


def test_json_has_a_line_for_each_value() -> None:
    """Also JSON of a type that only ends with +json; the numbers stay as they were sent."""
    assert laid_out(body('{"a":1.0}\n')) == body('{\n  "a": 1.0\n}')
    assert laid_out(body("[1,2]", "application/problem+json")).text == "[\n  1,\n  2\n]"  # type: ignore[union-attr]  # there is one


@pytest.mark.parametrize(
    "sent",
    [
        None,
        body("<p>", "text/html"),
        body("{a: 1}"),
        body('{\n  "a": 1\n}\n'),
        Body(data=b'{"a":', size=9_000, content_type="application/json"),
        Body(data=b"\xff", size=1, content_type="application/json"),
        Body(content_type="application/json"),
    ],
)
def test_everything_else_stays_as_it_was_sent(sent: Body | None) -> None:
    """Other types, what is not JSON, the beginning of it, and what is laid out already."""
    assert laid_out(sent) is sent
