"""Tests of pairing the lines of two exchanges."""

from server.comparison.pairing import LineChange, LinePair, NamedLine, pair_by_name, pair_in_order


def lines(*texts: str) -> tuple[NamedLine, ...]:
    """Return lines that are named by what stands before their first `=`."""
    return tuple(NamedLine(text.partition("=")[0], text) for text in texts)


def changes(pairs: tuple[LinePair, ...]) -> list[tuple[str | None, str | None]]:
    """Return both texts of each pair."""
    return [(pair.before, pair.after) for pair in pairs]


def test_lines_of_one_name_are_paired_wherever_they_stand() -> None:
    """The order of headers is no difference; a name that is there twice is paired with the second one."""
    before, after = lines("a=1", "b=1", "c=1", "c=2"), lines("c=1", "c=3", "a=2", "d=1")
    assert changes(pair_by_name(before, after)) == [
        ("a=1", "a=2"),
        ("b=1", None),
        ("c=1", "c=1"),
        ("c=2", "c=3"),
        (None, "d=1"),
    ]


def test_lines_in_order_keep_their_order() -> None:
    """A line that was put in does not make all lines after it different."""
    before, after = lines("a", "b", "c"), lines("a", "new", "b", "x")
    assert changes(pair_in_order(before, after)) == [("a", "a"), (None, "new"), ("b", "b"), ("c", "x")]


def test_lines_of_the_same_name_in_order_may_differ() -> None:
    """The same statement with other parameters is one changed line."""
    (pair,) = pair_in_order(lines("select=1"), lines("select=2"))
    assert (pair.change, pair.name) == (LineChange.CHANGED, "select")


def test_more_old_lines_than_new_ones_are_removed() -> None:
    """And the other way round they are added."""
    three, one = lines("a", "b", "c"), lines("x")
    assert [pair.change for pair in pair_in_order(three, one)] == [
        LineChange.CHANGED,
        LineChange.REMOVED,
        LineChange.REMOVED,
    ]
    assert [pair.change for pair in pair_in_order((), three)] == [LineChange.ADDED] * 3
