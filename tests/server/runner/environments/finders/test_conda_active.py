"""The active conda environment."""

from pathlib import Path

from server.runner.environments.finders import conda_active
from tests.support.environment_folders import around


def test_an_active_environment_counts_but_base_does_not(project: Path) -> None:
    """Conda activates `base` in every terminal."""
    shop = around(project, CONDA_PREFIX="/conda/envs/shop", CONDA_DEFAULT_ENV="shop")
    assert list(conda_active.find(shop)) == [Path("/conda/envs/shop")]
    base = around(project, CONDA_PREFIX="/conda", CONDA_DEFAULT_ENV="base")
    assert list(conda_active.find(base)) == []
