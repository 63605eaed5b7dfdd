"""Test that a new lab is created from the packaged files, and never over existing ones."""

from pathlib import Path

import pytest

from server.handbook.catalogue.lab_reader import read_lab
from server.handbook.catalogue.scaffold import FILES, TEMPLATE, create_lab
from server.model.problem import Problem


def test_the_new_lab_can_be_read(tmp_path: Path) -> None:
    """It has all the files of the template, and two claims."""
    folder = tmp_path / "labs" / "tea-room"
    assert create_lab(folder) is None
    assert {path.name for path in folder.iterdir()} == set(FILES)
    assert {path.name for path in TEMPLATE.iterdir() if path.is_file()} == set(FILES)
    lab = read_lab(folder, chapter="")
    assert isinstance(lab, tuple), lab
    assert [claim.id for claim in lab[0].claims] == ["three-cups", "post-too"]


@pytest.mark.parametrize(
    ("name", "code"), [("Tea Room", "bad-name"), ("search", "bad-name"), ("session", "lab-taken")]
)
def test_a_name_that_cannot_be_shown_is_refused(tmp_path: Path, name: str, code: str) -> None:
    """The name becomes part of an address, and must not be that of one of our labs."""
    problem = create_lab(tmp_path / name)
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert not (tmp_path / name).exists()


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    """Also if it is empty."""
    (tmp_path / "tea-room").mkdir()
    problem = create_lab(tmp_path / "tea-room")
    assert isinstance(problem, Problem)
    assert problem.code == "exists"
    assert list((tmp_path / "tea-room").iterdir()) == []


def test_a_folder_that_cannot_be_created_is_a_problem(tmp_path: Path) -> None:
    """The reason of the system is in the detail."""
    (tmp_path / "file").write_text("")
    problem = create_lab(tmp_path / "file" / "tea-room")
    assert isinstance(problem, Problem)
    assert problem.code == "not-writable"
    assert "Not a directory" in problem.detail
