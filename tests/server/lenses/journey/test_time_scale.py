"""Tests of the time scale."""

from hypothesis import given
from hypothesis import strategies as st

from server.lenses.journey.time_scale import Scale, scale_to

times = st.floats(min_value=-1e9, max_value=1e9)


def share(length: str) -> float:
    """Return an SVG length as a number."""
    return float(length.removesuffix("%"))


def test_a_bar_shows_start_and_duration() -> None:
    """A quarter of the time, started after half of it."""
    bar = Scale(total=8.0).bar(4.0, 2.0)
    assert (bar.x, bar.width) == ("50.000%", "25.000%")


def test_ticks_are_round_numbers_from_zero() -> None:
    """Readers can compute with the scale."""
    assert [tick.label for tick in Scale(total=5.5).ticks()] == [
        "0",
        "2.00 ms",
        "4.00 ms",
    ]


@given(st.floats(min_value=1e-3, max_value=1e9))
def test_there_are_some_ticks_but_not_too_many(total: float) -> None:
    """Whatever the length, the labels fit."""
    ticks = Scale(total=total).ticks()
    assert 1 <= len(ticks) <= 5
    assert all(0 <= share(tick.x) < 100 for tick in ticks)


@given(times, st.none() | times, st.lists(times))
def test_a_bar_never_leaves_its_lane(at: float, took: float | None, ends: list[float]) -> None:
    """Contradictory or negative times are cut at the ends."""
    bar = scale_to(ends).bar(at, took)
    assert 0 <= share(bar.x) <= share(bar.x) + share(bar.width) <= 100.01
