"""The time scale of a Journey: milliseconds to places on a line, as SVG lengths."""

import math
from dataclasses import dataclass
from typing import Final

from server.lenses.kit.formatting import duration

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS: Final = 4
_LAST: Final = 0.92  # a label after it would run into the next column
_LEAST: Final = 0.001


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A line of the scale; `x` is an SVG length."""

    x: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A stretch of time; `x` and `width` are SVG lengths, a moment having no width."""

    x: str
    width: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """A line that begins at 0 and ends at `total` milliseconds."""

    total: float

    def bar(self, at: float, took: float | None) -> Bar:
        """Where a stretch lies; what leaves the line is cut at its ends."""
        start = min(max(at, 0.0), self.total)
        end = min(max(at + max(took or 0.0, 0.0), start), self.total)
        return Bar(x=self._place(start), width=self._place(end - start))

    def ticks(self) -> tuple[Tick, ...]:
        """At most five lines at round times, 0 among them, the end not."""
        step = _round_up(self.total / _TICKS)
        count = math.ceil(self.total / step)
        return tuple(
            Tick(x=self._place(index * step), label=duration(index * step))
            for index in range(count)
            if index * step < self.total * _LAST
        )

    def _place(self, milliseconds: float) -> str:
        return f"{milliseconds / self.total * 100:.3f}%"


def scale_to(ends: list[float]) -> Scale:
    """A scale long enough for the latest of these times."""
    return Scale(total=max([*ends, _LEAST]))


def _round_up(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(power * factor for factor in _STEPS if power * factor >= step * 0.999)
