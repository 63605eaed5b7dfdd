"""The environment of Hatch."""

from pathlib import Path

from server.runner.environments.finders import hatch
from server.runner.environments.name_digest import name_digest
from tests.support.environment_folders import around


def test_the_default_environment_is_found(project: Path) -> None:
    """In a folder of the project's name in lower case and the hash of its path."""
    (project / "pyproject.toml").write_text('[project]\nname = "My_Shop"\n')
    expected = Path("/data/env/virtual/my-shop") / name_digest(str(project)) / "my-shop"
    assert list(hatch.find(around(project, HATCH_DATA_DIR="/data"))) == [expected]
    assert len(name_digest(str(project))) == 8


def test_a_project_without_a_name_has_none(project: Path) -> None:
    """The same for a file that cannot be read."""
    for text in ("[project]\n", "project = 1\n", "project = ["):
        (project / "pyproject.toml").write_text(text)
        assert list(hatch.find(around(project, HATCH_DATA_DIR="/data"))) == []
