"""An archive is unpacked only if it is the release's own, whole, and starts on this machine."""

from pathlib import Path

import pytest

from desktop.workbench.update import archive as archives
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.support.portable_program import Pack, script


def test_the_checksum_of_the_release_is_accepted(pack: Pack) -> None:
    """Its line in SHA256SUMS is the file's own."""
    file = pack()
    assert archives.check(file, file.with_name("SHA256SUMS")) is None


def test_a_changed_archive_is_refused(pack: Pack) -> None:
    """One byte more is another file."""
    file = pack()
    with file.open("ab") as content:
        content.write(b"x")
    problem = archives.check(file, file.with_name("SHA256SUMS"))
    assert problem is not None
    assert problem.code is ProblemCode.CHECKSUM
    assert "checksum differs" in problem.cause


def test_an_archive_that_is_not_listed_is_refused(pack: Pack) -> None:
    """A list without its name says nothing about it."""
    file = pack()
    sums = file.with_name("SHA256SUMS")
    sums.write_text("no list\n")
    problem = archives.check(file, sums)
    assert problem is not None
    assert "does not name fumehood-2.0.tar.xz" in problem.cause


def test_the_folder_of_the_archive_is_returned_with_its_version(pack: Pack, tmp_path: Path) -> None:
    """The program in it can be started, and progress adds up to the size of the archive at most."""
    file = pack()
    read: list[int] = []
    fresh = archives.unpack(file, tmp_path / "new", read.append)
    assert fresh == archives.UnpackedRelease(folder=tmp_path / "new" / "fumehood-2.0", version="2.0")
    assert 0 < sum(read) <= file.stat().st_size


@pytest.mark.parametrize(
    "files",
    [
        {"fumehood-2.0/fumehood": script("2.0"), "other/file": b"x"},
        {"fumehood-2.0/README.txt": b"no program"},
        {"fumehood-2.0/fumehood": b"#!/bin/sh\necho Something else\n"},
        {"fumehood-2.0/fumehood": b"#!/bin/sh\nexit 1\n"},
        {"../outside": b"x"},
        {"fumehood-2.0/../../outside": b"x"},
    ],
    ids=[
        "two folders",
        "no program",
        "another program",
        "does not start",
        "outside",
        "outside of the folder",
    ],
)
def test_what_is_no_release_is_refused(files: dict[str, bytes], pack: Pack, tmp_path: Path) -> None:
    """Nothing is written outside of the folder for it."""
    into = tmp_path / "deep" / "new"
    into.mkdir(parents=True)
    problem = archives.unpack(pack(files), into, lambda _: None)
    assert isinstance(problem, Problem)
    assert problem.code is ProblemCode.BAD_ARCHIVE
    assert not list(tmp_path.glob("**/outside"))


def test_a_cut_archive_is_refused(pack: Pack, tmp_path: Path) -> None:
    """A download that broke off is no release, and no traceback."""
    file = pack()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert isinstance(archives.unpack(file, tmp_path / "new", lambda _: None), Problem)


def test_an_archive_that_is_too_large_is_refused(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What claims to hold more than a release is left alone."""
    monkeypatch.setattr(archives, "MOST_BYTES", 10)
    assert isinstance(archives.unpack(pack(), tmp_path / "new", lambda _: None), Problem)


def test_the_version_of_a_folder_is_that_of_its_metadata(tmp_path: Path) -> None:
    """Nothing is started for it; a folder without metadata has none."""
    assert archives.version_in(tmp_path) == ""
    (tmp_path / "_internal" / "fumehood-1.5.0.dist-info").mkdir(parents=True)
    assert archives.version_in(tmp_path) == "1.5.0"
