"""Tests of the folder of saved requests; the project may be a stranger's."""

import os
from pathlib import Path

import pytest

from server.runner.requests.collection import folder
from server.runner.requests.collection.http_file import BrokenFile, FileFault, SavedRequest

HOME = SavedRequest(method="GET", target="/", title="Home")


def names(root: Path) -> list[str]:
    """Return the names of the files that are found."""
    return [file.name for file in folder.collected(root)]


def test_a_request_is_found_where_it_was_saved(tmp_path: Path) -> None:
    """Folders are made for it, and a project without any has none."""
    assert folder.collected(tmp_path) == ()
    path = folder.save(tmp_path, "shop/home", HOME)
    assert path == tmp_path / "http-requests" / "shop" / "home.http"
    assert folder.collected(tmp_path) == (folder.CollectedFile(name="shop/home", content=HOME),)
    found = folder.find(tmp_path, "shop/home")
    assert found is not None
    assert found.content == HOME
    assert [entry.name for entry in path.parent.iterdir()] == ["home.http"]
    if os.name != "nt":
        assert path.stat().st_mode & 0o400


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Log in as Ada", "log-in-as-ada"),
        ("Köp / Smör & bröd", "kop/smor-brod"),
        ("../../etc/passwd", "etc/passwd"),
        ("a/b/c/d/e/f", "a/b/c/d"),
        ("漢字", ""),
        ("x" * 500, "x" * folder.LONGEST_NAME),
        ("CON\0.http", "con-http"),
    ],
)
def test_a_title_becomes_the_name_of_a_file(title: str, name: str) -> None:
    """Of letters that every system has, and never outside of the folder."""
    assert folder.file_name(title) == name


@pytest.mark.parametrize("name", ["", "../x", "a/../../x", "/etc/x", "a//b", "a\\b", "a\0b", "."])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Neither reading nor writing."""
    (tmp_path / "x.http").write_text("GET /secret\n")
    assert folder.find(tmp_path, name) is None
    with pytest.raises(OSError, match="folder of saved requests"):
        folder.save(tmp_path, name, HOME)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.hardness("path-traversal")
def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither a file, nor a folder, nor the folder itself may lead out of the project."""
    outside, root = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    (outside / "x.http").write_text("GET /secret\n")
    (root / "http-requests").mkdir(parents=True)
    (root / "http-requests" / "file.http").symlink_to(outside / "x.http")
    (root / "http-requests" / "sub").symlink_to(outside)
    assert names(root) == []
    assert folder.find(root, "sub/x") is None
    with pytest.raises(OSError, match="folder of saved requests"):
        folder.save(root, "sub/y", HOME)
    other = tmp_path / "other"
    other.mkdir()
    (other / "http-requests").symlink_to(outside)
    assert names(other) == []
    with pytest.raises(OSError, match="folder of saved requests"):
        folder.save(other, "y", HOME)
    assert [entry.name for entry in outside.iterdir()] == ["x.http"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Bytes that are no text, and what is no file; hidden files and others are left alone."""
    place = tmp_path / "http-requests"
    place.mkdir()
    (place / "bytes.http").write_bytes(b"\xff\xfe")
    (place / "notes.txt").write_text("GET /\n")
    (place / ".hidden.http").write_text("GET /\n")
    (place / "folder.http").mkdir()
    (file,) = folder.collected(tmp_path)
    assert isinstance(file.content, BrokenFile)
    assert file.content.fault is FileFault.UNREADABLE
    if hasattr(os, "mkfifo"):
        os.mkfifo(place / "pipe.http")
        assert isinstance(folder.collected(tmp_path)[1].content, BrokenFile)


@pytest.mark.parametrize("name", ["9" * 3_000, "\udc80", "a" * 300 + "/b"])
def test_a_name_that_no_file_can_have_is_not_found(tmp_path: Path, name: str) -> None:
    """Whatever the system says of it; anybody may have written the address of a page."""
    assert folder.find(tmp_path, name) is None


def test_only_so_many_files_are_read(tmp_path: Path) -> None:
    """And only so many folders deep."""
    place = tmp_path / "http-requests"
    (place / "1" / "2" / "3" / "4").mkdir(parents=True)
    (place / "1" / "2" / "3" / "deep.http").write_text("GET /\n")
    (place / "1" / "2" / "3" / "4" / "deeper.http").write_text("GET /\n")
    assert names(tmp_path) == ["1/2/3/deep"]
    for number in range(folder.MOST_FILES + 5):
        (place / f"{number}.http").touch()
    assert len(folder.collected(tmp_path)) == folder.MOST_FILES
