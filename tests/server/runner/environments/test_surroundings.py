"""What is around a project."""

from pathlib import Path

from server.runner.environments.surroundings import is_private, text_beginning
from tests.support.environment_folders import around


def test_paths_in_variables_are_absolute(project: Path) -> None:
    """Anything else would depend on the folder in which Fumehood was started."""
    places = around(project, A="/a", B="b", C="")
    assert [places.path_of(name) for name in "ABCD"] == [Path("/a"), None, None, None]


def test_the_folders_above_follow_the_project(project: Path) -> None:
    """The nearest first."""
    web = project / "web"
    web.mkdir()
    assert list(around(web).folders())[:2] == [web, project]


def test_what_cannot_be_read_is_empty(tmp_path: Path) -> None:
    """No error is raised, and only the beginning of a long file is read."""
    assert text_beginning(tmp_path) == ""
    assert text_beginning(tmp_path / "gone") == ""
    (tmp_path / "long").write_bytes(b"\xff" + b"x" * 100_000)
    assert len(text_beginning(tmp_path / "long")) == 64 << 10
    assert not is_private(tmp_path / "gone")
