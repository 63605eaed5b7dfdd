"""The conda environment that a project names."""

from pathlib import Path

from server.runner.environments.finders import conda
from tests.support.environment_folders import around


def test_the_named_environment_is_searched_in_all_installations(project: Path) -> None:
    """Those of variables, of conda's own list, and in the usual folders."""
    assert list(conda.find(around(project))) == []
    (project / "environment.yml").write_text('name: "shop"  # ours\ndependencies: [flask]\n')
    places = around(project, CONDA_EXE="/opt/conda/bin/conda")
    (places.home / ".conda").mkdir()
    (places.home / ".conda" / "environments.txt").write_text("/data/conda\n/data/conda/envs/other\n\n")
    found = list(conda.find(places))
    assert found[:2] == [Path("/opt/conda/envs/shop"), Path("/data/conda/envs/shop")]
    assert places.home / "miniforge3" / "envs" / "shop" in found
