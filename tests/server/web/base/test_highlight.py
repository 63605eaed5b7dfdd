"""Text in colour."""

import pytest

from server.web.base.highlight import highlighted


@pytest.mark.parametrize(
    "kind", ["text/html", "application/json", "application/problem+json", "text/css", "x/unknown", ""]
)
def test_whatever_the_type_nothing_is_markup(kind: str) -> None:
    """The text is escaped in every colour."""
    text = str(highlighted("<script>alert('x')</script>", kind))
    assert "<script>" not in text
    assert "&lt;" in text


def test_known_types_are_coloured() -> None:
    """JSON by another name is JSON too, and parameters of a type do not matter."""
    assert "<span" in str(highlighted('{"a": 1}', "application/problem+json"))
    assert "<span" in str(highlighted("a { color: red }", "text/css; charset=utf-8"))


def test_what_is_long_stays_plain() -> None:
    """A megabyte is shown, not coloured."""
    assert str(highlighted("1" * 1_000_000, "application/json")) == "1" * 1_000_000


def test_leading_lines_stay() -> None:
    """Empty lines at the beginning belong to the source."""
    assert str(highlighted("\n\n<p>", "text/html")).startswith("\n\n")
