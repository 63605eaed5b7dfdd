"""What a benchmark found, and how it is said."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One number; `at_most` or `at_least` is its budget, neither where it is only for information."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def within(self) -> bool | None:
        """Whether it keeps its budget, None where it has none."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    def line(self) -> str:
        """One line of a report."""
        budget = {True: "within", False: "OVER", None: ""}[self.within]
        bound = self.at_most if self.at_most is not None else self.at_least
        word = "at most" if self.at_most is not None else "at least"
        tail = f"  {budget}: {word} {bound:g} {self.unit}" if bound is not None else ""
        return f"  {self.name:<52} {self.value:>10.3f} {self.unit}{tail}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The measures of one benchmark and one sentence about how they were taken."""

    name: str
    what: str
    measures: tuple[Measure, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for a machine."""
        measures = [{**asdict(measure), "within": measure.within} for measure in self.measures]
        return {"name": self.name, "what": self.what, "measures": measures}


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """How much is measured: `quick` only shows that the benchmark works."""

    quick: bool
    exchanges: int = 100_000

    def times(self, usual: int, quick: int) -> int:
        """How often something is repeated."""
        return quick if self.quick else usual


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    info = Path("/proc/cpuinfo")
    models = [
        line.partition(":")[2].strip()
        for line in (info.read_text() if info.is_file() else "").splitlines()
        if line.startswith("model name")
    ]
    return {
        "system": platform.platform(),
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "flask": version("flask"),
    }


def percentile_99(seconds: Sequence[float]) -> float:
    """The time that one request in a hundred exceeds, in milliseconds."""
    return statistics.quantiles(seconds, n=100)[-1] * 1000


def median(seconds: Sequence[float]) -> float:
    """The middle one, in milliseconds."""
    return statistics.median(seconds) * 1000
