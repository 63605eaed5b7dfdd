"""The version of pyenv that a project names."""

from pathlib import Path

import pytest

from server.runner.environments.finders import pyenv
from tests.support.environment_folders import around, make_environment


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3.12.1\n", ["3.12.1"]),
        ("3.12\n", ["3.12.10"]),
        ("shop\n", ["shop"]),
        ("# ours\nshop\n3.9.18\n", ["shop", "3.9.18"]),
        ("3.13\n", []),
        ("3.8.1\n", []),
        ("../../elsewhere\n", []),
    ],
)
def test_the_file_names_versions_and_environments(project: Path, text: str, found: list[str]) -> None:
    """A version without its last number is the newest of these; a bare one is none of the project's."""
    places = around(project)
    versions = places.home / ".pyenv" / "versions"
    for name in ("3.12.1", "3.12.10", "3.9.18", "shop"):
        make_environment(versions / name)
    # Nothing is installed there but what comes with Python.
    bare = make_environment(versions / "3.8.1", flask=None) / "lib" / "python3.12" / "site-packages"
    (bare / "pip-24.0.dist-info").mkdir()
    (project / ".python-version").write_text(text)
    assert [each.name for each in pyenv.find(places)] == found
    # pyenv sets it for every program that it starts, to whatever version that program is in.
    assert [each.name for each in pyenv.find(around(project, PYENV_VERSION="3.9.18"))] == found


def test_without_pyenv_there_is_none(project: Path) -> None:
    """The file is also one of uv."""
    (project / ".python-version").write_text("3.12\n")
    assert list(pyenv.find(around(project))) == []
