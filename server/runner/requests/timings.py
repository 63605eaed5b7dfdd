"""The distribution of times: percentiles, and the bars of a histogram."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PERCENTILES: Final = (50, 75, 90, 95, 99)
MOST_BARS: Final = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeBar:
    """A bar of a histogram: how many times are at least `start` and less than `end`, in milliseconds."""

    start: float
    end: float
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeDistribution:
    """What is known of some times in milliseconds; `percentiles` are those that so many times can tell."""

    count: int
    least: float
    most: float
    mean: float
    percentiles: tuple[tuple[int, float], ...]
    bars: tuple[TimeBar, ...]


def distribution(times: Sequence[float]) -> TimeDistribution | None:
    """Return the distribution of times; None if there are none.

    A percentile is that of the nearest rank. One is left out if it could only be the largest of so few times.
    """
    if not times:
        return None
    ordered = sorted(times)
    count = len(ordered)
    return TimeDistribution(
        count=count,
        least=ordered[0],
        most=ordered[-1],
        mean=math.fsum(ordered) / count,
        percentiles=tuple(
            (percent, ordered[math.ceil(count * percent / 100) - 1])
            for percent in PERCENTILES
            if math.ceil(count * percent / 100) < count
        ),
        bars=_bars(ordered),
    )


def _bars(ordered: Sequence[float]) -> tuple[TimeBar, ...]:
    """Return bars of one width from the smallest to the largest time; the last one has the largest too."""
    least, most = ordered[0], ordered[-1]
    number = min(MOST_BARS, max(1, math.ceil(math.sqrt(len(ordered)) * 2)))
    if most == least:
        return (TimeBar(start=least, end=most, count=len(ordered)),)
    width = (most - least) / number
    counts = [0] * number
    for value in ordered:
        counts[min(number - 1, int((value - least) / width))] += 1
    return tuple(
        TimeBar(start=least + width * at, end=least + width * (at + 1), count=count)
        for at, count in enumerate(counts)
    )
