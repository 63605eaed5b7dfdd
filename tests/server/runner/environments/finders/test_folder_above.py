"""Environments above the project."""

import os
from pathlib import Path

import pytest

from server.runner.environments.finders import folder_above
from server.runner.environments.surroundings import Surroundings
from tests.support.environment_folders import around, make_environment


def test_the_nearest_environment_above_comes_first(project: Path) -> None:
    """That in the folder itself is another finder's."""
    web = project / "backend" / "web"
    web.mkdir(parents=True)
    for folder in (web, project, project / "backend"):
        make_environment(folder / ".venv")
    assert list(folder_above.find(around(web))) == [project / "backend" / ".venv", project / ".venv"]


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes there")
def test_where_others_may_write_nothing_is_searched(project: Path) -> None:
    """What another user put into a folder such as /tmp must not run."""
    web = project / "web"
    web.mkdir()
    make_environment(project / ".venv")
    project.chmod(0o777)
    assert list(folder_above.find(around(web))) == []
    project.chmod(0o755)
    assert list(folder_above.find(around(web))) == [project / ".venv"]


def test_the_home_folder_is_not_searched(project: Path) -> None:
    """An environment there belongs to no project."""
    web = project / "web"
    web.mkdir()
    make_environment(project / ".venv")
    home = Surroundings(project=web, variables={}, home=project, own_prefix=Path("/fumehood"))
    assert list(folder_above.find(home)) == []
