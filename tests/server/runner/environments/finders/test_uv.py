"""The environment that uv was told to use."""

from pathlib import Path

from server.runner.environments.finders import uv
from tests.support.environment_folders import around


def test_the_variable_counts_for_projects_of_uv(project: Path) -> None:
    """It is relative to the folder with the lock file, which may be above."""
    web = project / "web"
    web.mkdir()
    named = around(web, UV_PROJECT_ENVIRONMENT=".env-linux")
    assert list(uv.find(named)) == []
    (project / "uv.lock").touch()
    assert list(uv.find(named)) == [project / ".env-linux"]
    assert list(uv.find(around(web))) == []
