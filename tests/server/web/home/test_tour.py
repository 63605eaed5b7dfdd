"""Tests of the first steps on the home page."""

from pathlib import Path

from server.model.claim import Outcome
from server.model.guest import Target, TargetKind
from tests.support.workbench_client import WorkbenchClient


def opened(workbench: WorkbenchClient, kind: TargetKind, spec: str) -> None:
    """Put an app into the list of those that were opened."""
    target = Target(kind=kind, spec=spec, root=Path("/srv"), app="", name=spec)
    workbench.store.recent.touch(target, None)


def test_a_newcomer_sees_three_steps(workbench: WorkbenchClient) -> None:
    """Each leads to where it is done."""
    text = workbench.get("/").text
    assert text.count('class="tour-step"') == 3
    for href in ("#hero-title", "/handbook", "/open"):
        assert f'<a href="{href}"><strong>' in text


def test_a_tour_that_was_left_does_not_come_back(workbench: WorkbenchClient) -> None:
    """Not after a restart either, because it is a setting."""
    assert workbench.post("/tour/leave").headers["HX-Refresh"] == "true"
    assert "tour-step" not in workbench.get("/").text
    assert workbench.store.settings.get("tour") == "left"


def test_steps_are_ticked_off_until_all_are_done(workbench: WorkbenchClient) -> None:
    """By what the history shows, not by clicks."""
    opened(workbench, TargetKind.LAB, "lab:session")
    assert workbench.get("/").text.count("tour-step quiet-text") == 1
    lab = workbench.services.catalogue.labs[0]
    workbench.store.predictions.add(lab.slug, lab.claims[0].id, Outcome.HOLDS)
    assert workbench.get("/").text.count("tour-step quiet-text") == 2
    opened(workbench, TargetKind.FOLDER, "/srv/shop")
    assert "tour-step" not in workbench.get("/").text
