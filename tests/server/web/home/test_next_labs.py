"""Tests of the labs that the home page offers next."""

from dataclasses import replace

from server.handbook.catalogue.catalogue import Catalogue
from server.model.lab import Lab
from server.web.home.next_labs import LabProgress, next_labs
from tests.support.handbook_client import SAMPLE_LABS

LAB = next(lab for lab in Catalogue((SAMPLE_LABS,)).labs if lab.slug == "visits")
LABS: tuple[Lab, ...] = tuple(replace(LAB, slug=f"lab-{number}") for number in range(5))
NEW = tuple(LabProgress(lab=lab, predicted=0, skipped=0) for lab in LABS)


def slugs(labs: tuple[LabProgress, ...]) -> list[str]:
    """Return their slugs."""
    return [each.lab.slug for each in labs]


def test_a_newcomer_begins_with_the_first_labs() -> None:
    """Three of them."""
    assert slugs(next_labs(NEW, None)) == ["lab-0", "lab-1", "lab-2"]


def test_the_labs_after_the_one_being_read_come_next() -> None:
    """At the end of the handbook those that were left out before; never the one being read."""
    assert slugs(next_labs(NEW, LABS[1])) == ["lab-2", "lab-3", "lab-4"]
    assert slugs(next_labs(NEW, LABS[4])) == ["lab-0", "lab-1", "lab-2"]
    assert slugs(next_labs(NEW, LABS[3])) == ["lab-4", "lab-0", "lab-1"]


def test_a_lab_that_is_done_is_left_out() -> None:
    """Predicted and skipped claims together make it done."""
    done = LabProgress(lab=LABS[0], predicted=len(LAB.claims) - 1, skipped=1)
    begun = LabProgress(lab=LABS[1], predicted=1, skipped=0)
    assert slugs(next_labs((done, begun), None)) == ["lab-1"]
    assert next_labs((done,), None) == ()
