"""How much a long test does: seconds in the suite, up to an hour with `python -m tests.hardness --long`."""

from dataclasses import dataclass
from typing import TypeVar

Amount = TypeVar("Amount", int, float)


@dataclass(frozen=True, slots=True)
class Scale:
    """The length of a run; tests get it as the fixture `hardness_scale`."""

    long: bool

    def choose(self, *, short: Amount, long: Amount) -> Amount:
        """Return one of two numbers: how often something is done, or how many seconds it takes."""
        return long if self.long else short
