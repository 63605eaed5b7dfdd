"""Tests of the distribution of times."""

import pytest

from server.runner.requests.timings import MOST_BARS, distribution


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    """Of 1 to 100 the 95th is 95."""
    found = distribution([float(number) for number in range(100, 0, -1)])
    assert found is not None
    assert (found.count, found.least, found.most, found.mean) == (100, 1, 100, 50.5)
    assert found.percentiles == ((50, 50), (75, 75), (90, 90), (95, 95), (99, 99))


@pytest.mark.parametrize(
    ("count", "percents"),
    [
        (1, []),
        (2, [50]),
        (10, [50, 75, 90]),
        (20, [50, 75, 90, 95]),
        (19, [50, 75, 90]),
        (99, [50, 75, 90, 95]),
    ],
)
def test_a_few_times_tell_no_high_percentile(count: int, percents: list[int]) -> None:
    """One that could only be the largest time is left out."""
    found = distribution([float(number) for number in range(count)])
    assert found is not None
    assert [percent for percent, _ in found.percentiles] == percents


@pytest.mark.parametrize(
    "times", [[5.0], [5.0] * 7, [1.0, 2.0], [0.1] * 500 + [900.0], [float(n) for n in range(1000)]]
)
def test_the_bars_hold_every_time(times: list[float]) -> None:
    """From the smallest to the largest, without a gap."""
    found = distribution(times)
    assert found is not None
    assert sum(bar.count for bar in found.bars) == len(times)
    assert len(found.bars) <= MOST_BARS
    assert found.bars[0].start == min(times)
    assert found.bars[-1].end == pytest.approx(max(times))
    assert all(a.end == pytest.approx(b.start) for a, b in zip(found.bars, found.bars[1:], strict=False))


def test_no_times_have_no_distribution() -> None:
    """There is nothing to draw."""
    assert distribution([]) is None
