"""Test that paths which anybody may have named are read without an exception that nobody expects."""

import errno
import os
import re
from pathlib import Path

import pytest

from server import file_access
from tests.sources import ROOT, python_files, shown

# A name longer than any file system takes, a null character, and a character that no encoding has.
IMPOSSIBLE = ("x" * 5000, "a\0b", "a\ud800b")


@pytest.mark.parametrize("name", IMPOSSIBLE, ids=("long", "null", "half"))
def test_an_impossible_path_contains_nothing(name: str, tmp_path: Path) -> None:
    """It is listed, searched and read like one that is not there."""
    path = tmp_path / name
    assert file_access.entries(path) == []
    assert file_access.matches(path, "*.py") == []
    assert file_access.beginning(path, 10) == b""
    assert file_access.resolved(path).name == name


def test_a_pattern_that_is_none_matches_nothing(tmp_path: Path) -> None:
    """A name from a project's settings becomes part of a pattern."""
    assert file_access.matches(tmp_path, "/x-py*") == []
    assert file_access.matches(tmp_path, "**x") == []


def test_entries_are_sorted(tmp_path: Path) -> None:
    """The order does not depend on the file system."""
    for name in ("b", "a", "c"):
        (tmp_path / name).touch()
    assert [path.name for path in file_access.entries(tmp_path)] == ["a", "b", "c"]
    assert len(file_access.listing(tmp_path, 2)) == 2


def test_a_loop_of_links_stays_as_it_is_written(tmp_path: Path) -> None:
    """There is no path behind it."""
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert file_access.resolved(tmp_path / "a" / "b") == tmp_path / "a" / "b"


def test_a_home_that_nobody_has_stays_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither does a user without a home folder raise."""
    assert file_access.expanded("~nosuchuser/x") == Path("~nosuchuser/x")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert file_access.home() == Path("/").absolute()
    assert file_access.expanded("~/x") == Path("~/x")


def test_a_removed_working_folder_is_the_root_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path leads nowhere then."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert file_access.working_folder() == Path("/").absolute()
    assert file_access.resolved(Path("x")) == Path("/x").absolute()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("/a\0b", errno.EINVAL),
        ("/a\ud800b", errno.EILSEQ),
        ("/" + "x" * 5000, errno.ENAMETOOLONG),
        ("~nosuchuser/x", errno.ENOENT),
    ],
    ids=("null", "half", "long", "nobody"),
)
def test_a_typed_path_that_cannot_be_is_refused_with_the_reason(text: str, number: int) -> None:
    """The error names the path as it was typed."""
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the number is checked below
        file_access.named_path(text)
    assert caught.value.errno == number
    assert caught.value.strerror
    assert str(caught.value.filename) == text


def test_a_typed_path_need_not_exist(tmp_path: Path) -> None:
    """It may be what is to be made."""
    assert file_access.named_path(f"{tmp_path}/new/one") == tmp_path / "new" / "one"
    assert file_access.named_path("~/x") == Path.home() / "x"


def test_the_text_of_a_file_keeps_its_line_ends(tmp_path: Path) -> None:
    """And a part of it can be read."""
    file = tmp_path / "a.txt"
    file.write_bytes("å\r\nb\n".encode())
    assert file_access.read_text(file) == "å\r\nb\n"
    assert file_access.read_bytes(file, 2) == "å".encode()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    """A named pipe without a writer is refused at once."""
    os.mkfifo(tmp_path / "app.py")
    with pytest.raises(OSError, match="no regular file"):
        file_access.read_bytes(tmp_path / "app.py")
    assert file_access.beginning(tmp_path / "app.py", 10) == b""


@pytest.mark.parametrize("content", [b"\xff\xfe", b"caf\xe9"])
def test_bytes_that_are_no_text_are_an_error_of_the_file(tmp_path: Path, content: bytes) -> None:
    """The error names it."""
    (tmp_path / "a.py").write_bytes(content)
    with pytest.raises(OSError, match="no UTF-8 text") as caught:
        file_access.read_text(tmp_path / "a.py")
    assert caught.value.filename == str(tmp_path / "a.py")


def test_an_error_while_reading_names_the_file(tmp_path: Path) -> None:
    """As one of opening does."""
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "a\0b"):
        with pytest.raises(OSError) as caught:  # noqa: PT011 - the name is checked below
            file_access.read_bytes(path)
        assert caught.value.filename == str(path)


def test_no_question_about_a_path_raises() -> None:
    """`Path.is_file` and its like raise before Python 3.14 if a folder on the way may not be entered."""
    question = re.compile(r"\.(?:is_file|is_dir|exists|is_symlink)\(\)")
    offenders = [
        f"{shown(path)}:{number}"
        for path in python_files("desktop", "server")
        if not re.search(r"/labs/|probe/child|desktop/(setup|installers)/|scaffold_files", path.as_posix())
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if question.search(line)
    ]
    assert offenders == [], f"use os.path in {ROOT}"


def test_a_folder_may_be_called_like_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` is the home folder, and `./~` a folder of that name."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert file_access.expanded("~/x") == tmp_path / "x"
    assert file_access.expanded("./~/x") == Path("~/x")
    assert file_access.named_path("./~") == Path("~")


def test_spaces_belong_to_a_path_that_has_them(tmp_path: Path) -> None:
    """They are left out where nothing has that name."""
    (tmp_path / " a ").mkdir()
    assert file_access.typed_path(" a ", tmp_path) == " a "
    assert file_access.typed_path(f"{tmp_path}/ a ") == f"{tmp_path}/ a "
    assert file_access.typed_path(" b\n", tmp_path) == "b"
    assert file_access.typed_path(" \0 ", tmp_path) == "\0"


def test_the_system_refuses_to_look_at_a_path_with_a_reason(tmp_path: Path) -> None:
    """That nothing is there, or that there can be no such path, is no refusal."""
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert file_access.refusal(tmp_path / "a") == os.strerror(errno.ELOOP)
    assert file_access.refusal(tmp_path / ("x" * 5000)) == os.strerror(errno.ENAMETOOLONG)
    for name in (".", "nothing", "a\0b"):
        assert file_access.refusal(tmp_path / name) == ""
