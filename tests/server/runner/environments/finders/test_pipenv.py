"""The environment of Pipenv."""

from pathlib import Path

from server.runner.environments.finders import pipenv
from tests.support.environment_folders import around


def test_the_environment_has_the_name_that_pipenv_gives_it(project: Path, tmp_path: Path) -> None:
    """By the hash of the Pipfile, in WORKON_HOME or the data folder; with a suffix for another Python."""
    assert list(pipenv.find(around(project))) == []
    (project / "Pipfile").touch()
    base = pipenv.environment_name(project)
    (tmp_path / "envs" / f"{base}-3.9").mkdir(parents=True)
    found = list(pipenv.find(around(project, WORKON_HOME=str(tmp_path / "envs"))))
    assert found == [tmp_path / "envs" / base, tmp_path / "envs" / f"{base}-3.9"]
    assert base.startswith("shop-")
    assert len(base) == len("shop-") + 8


def test_a_file_may_name_it(project: Path, tmp_path: Path) -> None:
    """By a name in the folder of all environments, or by a path."""
    (project / "Pipfile").touch()
    (project / ".venv").write_text("mine\n")
    assert next(pipenv.find(around(project, WORKON_HOME="/envs"))) == Path("/envs/mine")
    (project / ".venv").write_text("/elsewhere/mine")
    assert next(pipenv.find(around(project, WORKON_HOME="/envs"))) == Path("/elsewhere/mine")
