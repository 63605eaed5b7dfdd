"""Test exporting a lab as a project."""

import os
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.export import export, suggest_folder
from server.handbook.catalogue.working_copies import WorkingCopies
from server.model.guest import Target
from server.model.lab import Lab
from server.model.problem import Problem
from server.runner.targets.resolve import resolve_target
from tests.support.sample_lab import APP, TOML, write_lab


@pytest.fixture
def working_copies(tmp_path: Path) -> WorkingCopies:
    """The reader's copies."""
    return WorkingCopies(tmp_path / "copies")


def test_a_copy_has_the_files_as_the_reader_has_them(
    tiny: Lab, working_copies: WorkingCopies, tmp_path: Path
) -> None:
    """With the reader's edits and a requirements.txt, and without page and claims."""
    working_copies.write(tiny, "app.py", APP + "# mine\n")
    kept = export(tiny, working_copies, str(tmp_path / "shop"))
    assert kept == str(tmp_path / "shop")
    assert sorted(path.name for path in (tmp_path / "shop").iterdir()) == [
        "app.py",
        "requirements.txt",
        "words.txt",
    ]
    assert (tmp_path / "shop" / "app.py").read_text() == APP + "# mine\n"
    assert (tmp_path / "shop" / "requirements.txt").read_text() == "flask\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_returned_target_opens_the_copy(tiny: Lab, working_copies: WorkingCopies, tmp_path: Path) -> None:
    """It resolves to the app of the copy."""
    kept = export(tiny, working_copies, str(tmp_path / "shop"))
    assert isinstance(kept, str)
    assert isinstance(resolve_target(kept, lab=lambda _: None), Target)


def test_an_app_of_another_name_is_named_by_its_file(tmp_path: Path, working_copies: WorkingCopies) -> None:
    """Its packages are in requirements.txt."""
    toml = TOML.replace('"app.py"', '"door.py"').replace("files =", 'needs = ["flask-login"]\nfiles =')
    folder = write_lab(tmp_path / "labs" / "1-first" / "named", toml=toml)
    (folder / "door.py").write_text(APP)
    catalogue = Catalogue((tmp_path / "labs",))
    lab = catalogue.lab("named")
    assert lab is not None, catalogue.problems
    kept = export(lab, working_copies, str(tmp_path / "shop"))
    assert kept == str(tmp_path / "shop" / "door.py")
    assert (tmp_path / "shop" / "requirements.txt").read_text() == "flask\nflask-login\n"


def test_the_folder_may_exist_if_it_is_empty(
    tiny: Lab, working_copies: WorkingCopies, tmp_path: Path
) -> None:
    """For example one that was just created for it."""
    (tmp_path / "shop").mkdir()
    assert export(tiny, working_copies, str(tmp_path / "shop")) == str(tmp_path / "shop")


@pytest.mark.hardness("path-traversal")
def test_nothing_is_overwritten(tiny: Lab, working_copies: WorkingCopies, tmp_path: Path) -> None:
    """A folder that is not empty, or a file, is left as it is."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("shop", "file"):
        found = export(tiny, working_copies, str(tmp_path / name))
        assert isinstance(found, Problem)
        assert found.code == "taken"
    assert [path.name for path in (tmp_path / "shop").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("folder", "code"), [("shop", "not-absolute"), ("", "not-absolute"), ("/no/such/x", "no-parent")]
)
def test_a_relative_path_or_missing_parent_is_a_problem(
    tiny: Lab, working_copies: WorkingCopies, folder: str, code: str
) -> None:
    """The parent is not created, because it may be a typo."""
    found = export(tiny, working_copies, folder)
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_failed_export_is_a_problem_and_leaves_nothing(
    tiny: Lab, working_copies: WorkingCopies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partial copy is removed."""

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    found = export(tiny, working_copies, str(tmp_path / "shop"))
    assert isinstance(found, Problem)
    assert "No space left on device" in found.cause
    assert not [path for path in tmp_path.iterdir() if "shop" in path.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_copy_has_the_usual_permissions(tiny: Lab, working_copies: WorkingCopies, tmp_path: Path) -> None:
    """Those of the user's other folders, and not of a temporary one."""
    (tmp_path / "plain").mkdir()
    export(tiny, working_copies, str(tmp_path / "shop"))
    assert (tmp_path / "shop").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_that_does_not_exist_is_suggested(tiny: Lab, tmp_path: Path) -> None:
    """With the lab's name, or the name and the first free number."""
    assert suggest_folder(tiny, tmp_path / "x") == tmp_path / "x" / "tiny"
    (tmp_path / "tiny").mkdir()
    assert suggest_folder(tiny, tmp_path) == tmp_path / "tiny-2"


@pytest.mark.hardness("impossible-paths")
@pytest.mark.parametrize(
    "folder",
    ["/a\0b", "/" + "x" * 5000, "~nosuchuser/shop", "/a\ud800b", "\0", "~\ud800"],
    ids=("null", "long", "nobody", "half", "only-null", "half-user"),
)
def test_a_folder_that_cannot_be_is_a_problem(tiny: Lab, working_copies: WorkingCopies, folder: str) -> None:
    """A null character, a name that is too long, the home of nobody, half a character: the reason is told."""
    found = export(tiny, working_copies, folder)
    assert isinstance(found, Problem)
    assert found.code == "not-absolute"
    assert found.cause.endswith(".")
    assert ": ." not in found.cause


def test_a_copy_that_cannot_be_read_is_not_exported(
    tiny: Lab, working_copies: WorkingCopies, tmp_path: Path
) -> None:
    """The printed text in its place would not be the reader's."""
    working_copies.write(tiny, "app.py", "mine")
    folder = working_copies.folder(tiny)
    assert folder is not None
    (folder / "app.py").unlink()
    found = export(tiny, working_copies, str(tmp_path / "shop"))
    assert isinstance(found, Problem)
    assert found.code == "file-access"
    assert not (tmp_path / "shop").exists()
