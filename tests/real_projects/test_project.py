"""Tests of the lists of projects."""

from pathlib import Path

import pytest

from tests.real_projects.project import Project, read_list


def test_a_folder_is_a_list_of_one(tmp_path: Path) -> None:
    """It is asked for its first page."""
    assert read_list(tmp_path, None) == [Project(name=tmp_path.name, folder=tmp_path, requests=("GET /",))]


def test_a_text_file_names_a_folder_in_each_line(tmp_path: Path) -> None:
    """Relative to the file, or to the root that is given."""
    path = tmp_path / "list.txt"
    path.write_text("# ours\none\n\ndeep/two\n")
    assert [project.folder for project in read_list(path, None)] == [tmp_path / "one", tmp_path / "deep/two"]
    assert [project.folder for project in read_list(path, Path("/r"))] == [
        Path("/r/one"),
        Path("/r/deep/two"),
    ]


def test_a_toml_file_says_more(tmp_path: Path) -> None:
    """Requests, set-up commands, variables, and where a project is from."""
    path = tmp_path / "list.toml"
    path.write_text(
        '[[project]]\nname = "one"\nfolder = "f"\nrequests = ["GET /a"]\nsetup = ["flask init"]\n'
        'source = "here"\nenvironment = { A = "b" }\n'
    )
    assert read_list(path, None) == [
        Project(
            name="one",
            folder=tmp_path / "f",
            requests=("GET /a",),
            setup=("flask init",),
            source="here",
            environment={"A": "b"},
        )
    ]


@pytest.mark.parametrize("text", ["[[project]]\nname = 'x'", "[[project]]\nfolder = 'x'\nurl = 'y'", "[["])
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    """A table without a folder, an unknown field, and what is not TOML."""
    path = tmp_path / "list.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"list\.toml cannot be read"):
        read_list(path, None)


def test_the_list_of_this_repository_can_be_read() -> None:
    """Each project has a name of its own and says where it is from."""
    projects = read_list(Path(__file__).with_name("projects.toml"), Path("/projects"))
    assert len({project.name for project in projects}) == len(projects) >= 30
    assert all(project.source and not project.folder.is_relative_to(Path.cwd()) for project in projects)
