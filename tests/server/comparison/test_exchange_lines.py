"""Tests of what of an exchange is compared."""

from dataclasses import replace

from server.comparison import exchange_lines
from server.comparison.exchange_lines import LONGEST
from server.model.exchange import Body, Exchange
from tests.support.sample_exchanges import event, exchange


def texts(lines: exchange_lines.Lines) -> list[str]:
    """Return the texts of lines."""
    return [line.text for line in lines]


def with_body(data: bytes, kind: str) -> Exchange:
    """Return an exchange whose request has that body."""
    asked = exchange().request
    return exchange(request=replace(asked, body=Body(data=data, size=len(data), content_type=kind)))


def test_a_body_of_bytes_is_compared_as_hex() -> None:
    """An image has no lines."""
    (line,) = texts(exchange_lines.request_body(with_body(b"\x89PNG\xff", "image/png")))
    assert line.startswith("00000000  89 50 4e 47 ff")


def test_json_is_compared_line_by_line() -> None:
    """One changed value is one changed line, even if it was sent in one line."""
    assert texts(exchange_lines.request_body(with_body(b'{"a":1}', "application/json"))) == [
        "{",
        '  "a": 1',
        "}",
    ]


def test_invisible_characters_are_spelled_out_and_long_lines_cut() -> None:
    """A difference is seen, and a page stays small."""
    spelled, cut = texts(exchange_lines.request_body(with_body(b"a\x1b[2J\n" + b"x" * 9000, "text/plain")))
    assert spelled == "a\\x1b[2J"
    assert len(cut) == LONGEST


def test_times_are_those_of_each_kind_together() -> None:
    """Kinds of which nothing happened are left out."""
    events = (event("sql", {}), event("sql", {}), event("view", {}))
    found = {line.name: line.text for line in exchange_lines.times(exchange(events=events))}
    assert found == {"In all": "2.50 ms", "View": "250 µs", "SQL": "500 µs"}


def test_a_session_is_compared_before_and_after() -> None:
    """A value that only one of them has is a line of its own."""
    value = {"type": "int", "repr": "1", "cut": False}
    body = {"before": {"n": value}, "after": {}, "modified": True, "saved": False, "permanent": False}
    found = {
        line.name: line.text for line in exchange_lines.session(exchange(events=(event("session", body),)))
    }
    assert found == {"n, before": "1", "Changed": "yes", "Saved": "no", "Permanent": "no"}
