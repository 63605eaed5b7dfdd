"""The switches of what a save does."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.model.guest import WatchStatus
from server.store.records import ProjectSettings
from tests.support.fake_guests import READY, FakeGuest
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def guest(workbench: WorkbenchClient, tmp_path: Path) -> FakeGuest:
    """A project that was just opened."""
    (tmp_path / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    workbench.post("/open", {"target": str(tmp_path), "trust": "yes"})
    return workbench.guests.all()[0]


def test_a_project_is_watched_until_that_is_switched_off(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """It is on by itself, and what was chosen holds at the next opening."""
    assert guest.status.watch.on
    text = workbench.get(f"/bench/{guest.id}/head").text
    assert text.index('name="restart"') < text.index(" checked") < text.index('name="send"')
    head = workbench.post(f"/bench/{guest.id}/on-save", {"send": "yes"}).text
    assert head.index('name="send"') < head.index(" checked")
    assert guest.status.watch == WatchStatus(on=False)
    assert workbench.store.projects.settings(guest.target) == ProjectSettings(
        restart_on_save=False, send_on_save=True
    )
    workbench.guests.remove(guest.id)
    workbench.post("/open", {"target": str(guest.target.root)})
    assert not workbench.guests.all()[0].status.watch.on


def test_a_pause_is_explained(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """With the file that changes all the time, and how to go on."""
    guest.status = replace(READY, watch=WatchStatus(paused_by="version.py"))
    text = workbench.get(f"/bench/{guest.id}/head").text
    assert "version.py was changed again and again" in text


def test_only_the_copy_of_a_lab_is_watched(workbench: WorkbenchClient) -> None:
    """The printed one is never saved."""
    lab = workbench.services.catalogue.labs[0]
    workbench.post(f"/handbook/{lab.slug}/bench")
    printed = workbench.guests.all()[0]
    assert not printed.status.watch.on
    assert 'name="restart"' not in workbench.get(f"/bench/{printed.id}/head").text
    workbench.services.working_copies.write(lab, lab.files[0], "# changed\n")
    workbench.post(f"/handbook/{lab.slug}/bench")
    assert workbench.guests.all()[1].status.watch.on
