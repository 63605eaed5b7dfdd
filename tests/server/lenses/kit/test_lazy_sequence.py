"""Tests of sequences that are made when they are looked into."""

from server.lenses.kit.lazy_sequence import LazySequence


def test_it_is_made_once_and_not_before() -> None:
    """Then it is like a tuple."""
    made: list[int] = []

    def make() -> tuple[int, ...]:
        made.append(1)
        return (1, 2, 3)

    items = LazySequence(make, lambda error: 0)
    assert made == []
    assert (len(items), items[1], items[1:], list(items)) == (3, 2, (2, 3), [1, 2, 3])
    assert made == [1]


def test_an_error_becomes_an_item() -> None:
    """It appears late, where nobody expects it."""

    def fail() -> tuple[str, ...]:
        raise ValueError("odd")

    assert list(LazySequence(fail, str)) == ["odd"]
