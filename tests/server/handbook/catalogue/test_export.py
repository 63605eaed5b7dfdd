"""Tests of keeping a copy of a lab as a project."""

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
    """The reader's text, what the lab needs, and nothing of the handbook."""
    working_copies.write(tiny, "app.py", APP + "# mine\n")
    kept = export(tiny, working_copies, tmp_path / "shop")
    assert kept == str(tmp_path / "shop")
    assert sorted(path.name for path in (tmp_path / "shop").iterdir()) == [
        "app.py",
        "requirements.txt",
        "words.txt",
    ]
    assert (tmp_path / "shop" / "app.py").read_text() == APP + "# mine\n"
    assert (tmp_path / "shop" / "requirements.txt").read_text() == "flask\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_bench_can_open_it(tiny: Lab, working_copies: WorkingCopies, tmp_path: Path) -> None:
    """What it says names the app, also where no folder is guessed from."""
    kept = export(tiny, working_copies, tmp_path / "shop")
    assert isinstance(kept, str)
    assert isinstance(resolve_target(kept, lab=lambda _: None), Target)


def test_an_app_of_another_name_is_named_by_its_file(tmp_path: Path, working_copies: WorkingCopies) -> None:
    """Its distributions stand in requirements.txt."""
    toml = TOML.replace('"app.py"', '"door.py"').replace("files =", 'needs = ["flask-login"]\nfiles =')
    folder = write_lab(tmp_path / "labs" / "1-first" / "named", toml=toml)
    (folder / "door.py").write_text(APP)
    catalogue = Catalogue((tmp_path / "labs",))
    lab = catalogue.lab("named")
    assert lab is not None, catalogue.problems
    kept = export(lab, working_copies, tmp_path / "shop")
    assert kept == str(tmp_path / "shop" / "door.py")
    assert (tmp_path / "shop" / "requirements.txt").read_text() == "flask\nflask-login\n"


def test_an_empty_folder_may_be_there(tiny: Lab, working_copies: WorkingCopies, tmp_path: Path) -> None:
    """One that was just made for it."""
    (tmp_path / "shop").mkdir()
    assert export(tiny, working_copies, tmp_path / "shop") == str(tmp_path / "shop")


def test_nothing_is_written_over(tiny: Lab, working_copies: WorkingCopies, tmp_path: Path) -> None:
    """A folder with something in it, or a file, is left as it is."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("shop", "file"):
        found = export(tiny, working_copies, tmp_path / name)
        assert isinstance(found, Problem)
        assert found.code == "taken"
    assert [path.name for path in (tmp_path / "shop").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("folder", "code"), [("shop", "not-absolute"), ("", "not-absolute"), ("/no/such/x", "no-parent")]
)
def test_a_place_that_is_none_is_said(
    tiny: Lab, working_copies: WorkingCopies, folder: str, code: str
) -> None:
    """A relative path would lie where the program happens to run; a misspelt one nowhere."""
    found = export(tiny, working_copies, Path(folder))
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_folder_that_cannot_be_written_is_said(
    tiny: Lab, working_copies: WorkingCopies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a copy is taken away again."""

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    found = export(tiny, working_copies, tmp_path / "shop")
    assert isinstance(found, Problem)
    assert "No space left on device" in found.cause
    assert not [path for path in tmp_path.iterdir() if "shop" in path.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_others_may_read_it_as_any_folder_of_the_user(
    tiny: Lab, working_copies: WorkingCopies, tmp_path: Path
) -> None:
    """The copy has the modes that the user's own folders have."""
    (tmp_path / "plain").mkdir()
    export(tiny, working_copies, tmp_path / "shop")
    assert (tmp_path / "shop").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_free_name_is_suggest_folder(tiny: Lab, tmp_path: Path) -> None:
    """The lab's own, or the first number that is free."""
    assert suggest_folder(tiny, tmp_path / "x") == tmp_path / "x" / "tiny"
    (tmp_path / "tiny").mkdir()
    assert suggest_folder(tiny, tmp_path) == tmp_path / "tiny-2"
