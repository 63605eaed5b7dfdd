"""Environments in the project's folder."""

from pathlib import Path

from server.runner.environments.finders import project_folder
from tests.support.environment_folders import around, make_environment


def test_the_usual_names_come_first(project: Path) -> None:
    """Any folder with pyvenv.cfg is one; a folder of such a name without it is not."""
    for name in ("another", "env", ".venv"):
        make_environment(project / name)
    (project / "venv").mkdir()
    assert [each.name for each in project_folder.find(around(project))] == [".venv", "env", "another"]


def test_a_folder_that_is_gone_has_none(project: Path) -> None:
    """The error of the system is not raised."""
    assert list(project_folder.find(around(project / "gone"))) == []
