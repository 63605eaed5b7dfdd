"""What the home page says of the handbook: how far the reader is, and the labs to read next."""

from dataclasses import dataclass
from typing import Final

from server.model.lab import Lab
from server.web.base.context import services
from server.web.handbook.lookups import reader

SHOWN: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class LabProgress:
    """A lab, the number of its claims, and how many of them were predicted or skipped."""

    lab: Lab
    predicted: int
    skipped: int

    @property
    def claims(self) -> int:
        """Return the number of its claims."""
        return len(self.lab.claims)

    @property
    def is_done(self) -> bool:
        """Return whether nothing of it is left to predict."""
        return self.predicted + self.skipped >= self.claims


def labs_with_progress() -> tuple[LabProgress, ...]:
    """Return every lab of the handbook, in the order of its chapters."""
    return tuple(_progress(lab) for chapter in services().catalogue.chapters for lab in chapter.labs)


def next_labs(labs: tuple[LabProgress, ...], reading: Lab | None) -> tuple[LabProgress, ...]:
    """Return the next labs that are not done: those after the lab being read, then those before it."""
    at = next((number for number, each in enumerate(labs, 1) if each.lab == reading), 0)
    in_order = (*labs[at:], *labs[: max(at - 1, 0)])
    return tuple(each for each in in_order if not each.is_done)[:SHOWN]


def _progress(lab: Lab) -> LabProgress:
    claims = {claim.id for claim in lab.claims}
    predicted = claims & reader().predictions.guesses(lab.slug).keys()
    skipped = claims & reader().predictions.skipped(lab.slug) - predicted
    return LabProgress(lab=lab, predicted=len(predicted), skipped=len(skipped))
