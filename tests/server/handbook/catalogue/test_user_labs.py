"""Test reading the user's own labs: only with trust, isolated, and again after changes."""

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import LABS, Catalogue, open_catalogue
from server.handbook.catalogue.user_labs import UserLabs, untrusted_problem, user_lab_folders
from server.model.problem import Problem
from server.store import Store
from tests.support.sample_lab import CLAIMS, TOML, write_lab

pytestmark = pytest.mark.slow

MARK = "mark-of-a-lab"
# Whoever reads this claims.py leaves a trace.
TRACED = f"from pathlib import Path\nPath(__file__).with_name({MARK!r}).touch()\n" + CLAIMS


class Folder:
    """A folder with labs of the user, trusted or not."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.trusted = True
        self.own = UserLabs(lambda: (root,), lambda _folder: self.trusted)
        self.catalogue = Catalogue((), user_labs=self.own)

    def slugs(self) -> list[str]:
        """Return the labs of the catalogue now."""
        self.own.refresh()
        return [lab.slug for lab in self.catalogue.labs]

    def problem(self) -> Problem:
        """Return the only problem of the catalogue now."""
        self.own.refresh()
        (problem,) = self.catalogue.problems
        return problem


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder that is trusted."""
    (tmp_path / "own").mkdir()
    return Folder(tmp_path / "own")


def own_lab(folder: Path, **parts: str) -> Path:
    """Write a lab without a chapter."""
    parts.setdefault("toml", TOML.replace('"1.1"', '"7.9"'))
    write_lab(folder, **parts)
    (folder.parent / "chapter.toml").unlink()
    return folder


def test_a_lab_needs_no_chapter(folder: Folder) -> None:
    """It is in the chapter that its number names."""
    own_lab(folder.root / "tea", claims=TRACED)
    write_lab(folder.root / "9-more" / "coffee")
    assert folder.slugs() == ["coffee", "tea"]
    assert [(chapter.number, chapter.title) for chapter in folder.catalogue.chapters] == [
        (1, "First steps"),
        (7, "Labs of your own"),
    ]
    assert all(lab.own for lab in folder.catalogue.labs)
    assert folder.catalogue.experiment("tea", "greets") is not None
    assert not list(folder.root.rglob("*.pyc"))


def test_without_trust_no_code_of_a_lab_is_run(folder: Folder) -> None:
    """The labs are only counted; once the folder is trusted they are read."""
    lab = own_lab(folder.root / "tea", claims=TRACED)
    folder.trusted = False
    assert folder.slugs() == []
    (untrusted,) = folder.catalogue.untrusted
    assert (untrusted.folder, untrusted.labs) == (folder.root, 1)
    assert str(folder.root) in untrusted_problem(untrusted).cause
    assert not (lab / MARK).exists()
    folder.trusted = True
    assert folder.slugs() == ["tea"]
    assert folder.catalogue.untrusted == ()
    assert (lab / MARK).exists()


def test_a_lab_is_read_again_when_its_files_change(folder: Folder) -> None:
    """Also when the change is so quick and small that Python's own cache would miss it."""
    lab = own_lab(folder.root / "tea")
    assert folder.slugs() == ["tea"]
    before = folder.catalogue.lab("tea")
    claims = (lab / "claims.py").read_text()
    os.utime(lab / "claims.py", ns=(1, 1))
    assert folder.slugs() == ["tea"]
    (lab / "claims.py").write_text(claims.replace("The door swears.", "The door sweats."))
    folder.own.refresh()
    after = folder.catalogue.lab("tea")
    assert before is not None
    assert after is not None
    assert after.claims[1].statement == "The door sweats."
    (lab / "lab.toml").unlink()
    assert folder.slugs() == []


def test_an_unchanged_lab_is_not_read_again(folder: Folder) -> None:
    """The same objects are returned, and no process is started."""
    lab = own_lab(folder.root / "tea", claims=TRACED)
    assert folder.slugs() == ["tea"]
    # The mark that was left is itself a change of the folder, once.
    assert folder.slugs() == ["tea"]
    kept = folder.catalogue.lab("tea")
    left = (lab / MARK).stat().st_mtime_ns
    assert folder.slugs() == ["tea"]
    assert folder.catalogue.lab("tea") is kept
    assert (lab / MARK).stat().st_mtime_ns == left


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ("import os\nos._exit(3)\n", "ended the process that read it"),
        ("raise SystemExit(4)\n", "claims.py, line 1: SystemExit: 4"),
        ("\n\nnothing_of_this_name\n", "claims.py, line 3: NameError"),
        ("x = (\n", "claims.py, line 1: SyntaxError"),
        (CLAIMS.replace('"flask<1"', '"flsk<1"'), "'flsk<1' is not a range"),
    ],
)
def test_a_broken_lab_is_listed_as_a_problem(folder: Folder, claims: str, message: str) -> None:
    """Whatever its code does, the other labs are read."""
    own_lab(folder.root / "bad", claims=claims)
    own_lab(folder.root / "good")
    assert folder.slugs() == ["good"]
    problem = folder.problem()
    assert message in f"{problem.cause} {problem.detail}"


def test_a_lab_that_hangs_is_a_problem(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process is killed after a while, and the labs after it are read."""
    monkeypatch.setattr("server.handbook.catalogue.user_labs.READ_SECONDS", 4.0)
    pid = folder.root.parent / "pid"
    own_lab(
        folder.root / "bad",
        claims="import os, pathlib\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
        "while True: pass\n",
    )
    own_lab(folder.root / "good")
    assert folder.slugs() == ["good"]
    assert "within 4 s" in folder.problem().cause
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


@pytest.mark.parametrize("name", ["proof", "Tea", "tea_room", "två"])
def test_the_name_of_a_lab_is_part_of_an_address(folder: Folder, name: str) -> None:
    """A name that cannot is reported."""
    own_lab(folder.root / name)
    assert "cannot be called" in folder.problem().cause


def test_our_lab_counts_where_a_name_is_taken(folder: Folder, tmp_path: Path) -> None:
    """The user's lab with the name of one of ours is reported."""
    write_lab(tmp_path / "ours" / "1-first" / "tiny")
    own_lab(folder.root / "tiny")
    catalogue = Catalogue((tmp_path / "ours",), user_labs=folder.own)
    lab = catalogue.lab("tiny")
    assert lab is not None
    assert not lab.own
    (problem,) = catalogue.problems
    assert "has the name of another lab" in problem.cause


def test_an_unreadable_chapter_or_page_is_reported(folder: Folder) -> None:
    """With its file."""
    write_lab(folder.root / "9-more" / "coffee")
    (folder.root / "9-more" / "chapter.toml").write_text("number =")
    assert "chapter.toml" in folder.problem().cause
    (folder.root / "9-more" / "chapter.toml").unlink()
    (folder.root / "9-more" / "coffee" / "page.md").write_bytes(b"\xff\xfe")
    assert "page.md" in folder.problem().detail


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in memory."""
    opened = Store(None)
    yield opened
    opened.close()


def test_the_folders_are_in_the_data_folder_and_the_settings(store: Store, tmp_path: Path) -> None:
    """The settings are read on each use; trust comes from the store."""
    assert user_lab_folders(store.settings, tmp_path) == (tmp_path / "own-labs",)
    store.settings.set("own_labs", str(tmp_path / "mine"))
    own_lab(tmp_path / "mine" / "tea")
    catalogue = open_catalogue(store, tmp_path)
    assert catalogue.lab("tea") is None
    store.trust.grant(tmp_path / "mine")
    catalogue.refresh()
    assert catalogue.lab("tea") is not None
    assert len(catalogue.labs) > len(list(LABS.glob("*/chapter.toml"))) // 2


def test_a_lab_for_which_no_process_could_be_started_is_read_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although its files have not changed."""
    own_lab(folder.root / "tea")

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        assert folder.problem().code == "file-access"
    assert folder.slugs() == ["tea"]
    assert folder.catalogue.problems == ()


@pytest.mark.hardness("unreadable-folders")
def test_a_folder_that_cannot_be_listed_is_told_and_the_others_are_read(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it can be listed, its labs are there; lost+found, which nobody may read, is passed over."""
    own_lab(folder.root / "tea")
    own_lab(folder.root / "shut" / "coffee")
    (folder.root / "lost+found").mkdir()
    listed = os.listdir

    def refuse(path: Path) -> list[str]:
        if Path(path).name in ("shut", "lost+found"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return listed(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", refuse)
        assert folder.slugs() == ["tea"]
        assert str(folder.root / "shut") in folder.problem().cause
    assert folder.slugs() == ["coffee", "tea"]
    assert folder.catalogue.problems == ()
