"""The environments of Poetry."""

import sys
from pathlib import Path

import pytest

from server.runner.environments.finders import poetry
from tests.support.environment_folders import around

PYPROJECT = '[tool.poetry]\nname = "My Shop"\n'


def test_the_name_is_that_of_poetry() -> None:
    """As Poetry 2.5 computes it for this folder."""
    assert poetry.environment_name("My Shop", Path("/srv/shop")) == "my_shop-58fqC6Q1"


@pytest.mark.parametrize(
    ("name", "settings", "cache"),
    [
        ("", "", "cache/virtualenvs"),
        ("POETRY_VIRTUALENVS_PATH", "", "named"),
        ("", 'cache-dir = "{tmp}/other"\n', "other/virtualenvs"),
        ("", '[virtualenvs]\npath = "{tmp}/shelf"\n', "shelf"),
    ],
)
def test_environments_are_found_where_poetry_keeps_them(
    project: Path, tmp_path: Path, name: str, settings: str, cache: str
) -> None:
    """The one that Poetry has activated comes first, then the newest Python."""
    if sys.platform != "linux":
        pytest.skip("the folders are those of Linux")
    (project / "pyproject.toml").write_text(PYPROJECT)
    (project / "poetry.toml").write_text(settings.format(tmp=tmp_path) if settings else "")
    variables = {name: str(tmp_path / "named")} if name else {}
    if not name and "virtualenvs" in cache and not settings:
        variables["POETRY_CACHE_DIR"] = str(tmp_path / "cache")
    shelf = tmp_path / cache
    base = poetry.environment_name("My Shop", project)
    for version in ("3.9", "3.12", "3.10"):
        (shelf / f"{base}-py{version}").mkdir(parents=True)
    found = [each.name.rpartition("-py")[2] for each in poetry.find(around(project, **variables))]
    assert found == ["3.12", "3.10", "3.9"]
    (shelf / "envs.toml").write_text(f'["{base}"]\nminor = "3.10"\npatch = "3.10.1"\n')
    found = [each.name.rpartition("-py")[2] for each in poetry.find(around(project, **variables))]
    assert found == ["3.10", "3.12", "3.9"]


def test_only_projects_of_poetry_are_looked_up(project: Path) -> None:
    """Neither one of another tool, nor one whose settings cannot be read."""
    for text in ('[project]\nname = "shop"\n', "name = [", 'tool = "poetry"\n'):
        (project / "pyproject.toml").write_text(text)
        assert list(poetry.find(around(project))) == []
