"""Tests of what pages may ask of an update."""

from pathlib import Path

from desktop.workbench.update.folder_updater import FolderUpdater
from server.updater import PlannedChange, Updater


def test_the_updater_of_a_folder_is_one(tmp_path: Path) -> None:
    """Pages know no more of it; a planned change leads to a newer version unless it says otherwise."""
    updater: Updater = FolderUpdater(tmp_path)
    assert updater.planned is None
    assert not PlannedChange(version="2.0").back
