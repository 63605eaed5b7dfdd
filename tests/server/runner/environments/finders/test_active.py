"""The active virtual environment."""

from pathlib import Path

from server.runner.environments.finders import active
from tests.support.environment_folders import around


def test_the_active_environment_is_used_unless_it_is_fumehoods(project: Path) -> None:
    """A relative path and an empty value are none."""
    assert list(active.find(around(project, VIRTUAL_ENV="/envs/shop"))) == [Path("/envs/shop")]
    for value in ("/fumehood", "envs/shop", ""):
        assert list(active.find(around(project, VIRTUAL_ENV=value))) == []
    assert list(active.find(around(project))) == []
